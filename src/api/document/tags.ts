/** The parts of the reference, in order: the paths that each holds, and what it is about. */
const TAGS = [
  { name: "Sign-in", paths: /^\/v1\/(me|sessions|invitations)/, about: "Sessions, and who one is" },
  { name: "Administrators", paths: /^\/v1\/administrators/, about: "The people who administer" },
  { name: "Tokens", paths: /^\/v1\/tokens/, about: "What programs sign in with" },
  {
    name: "Release settings",
    paths: /release-settings|schedule-requests|^\/v1\/(conflicts|legacy-migration)/,
    about: "Schedules of partners, organizations and users; previews; conflicts; requests between partners",
  },
  { name: "Partners", paths: /^\/v1\/partners/, about: "Who serves organizations" },
  {
    name: "Verdicts",
    paths: /\/(explain|forecast|year)|^\/(v1\/updates|feeds|key\.asc)/,
    about: "Which version runs where, when and why; the feeds of updaters",
  },
  {
    name: "Adoption",
    paths: /^\/v1\/adoption|\/installations/,
    about: "What installations run, and who is behind",
  },
  { name: "Users", paths: /users/, about: "The people of an organization" },
  { name: "Organizations", paths: /^\/v1\/organizations/, about: "The customers of partners" },
  {
    name: "Releases",
    paths:
      /^(\/v1\/(releases|builds|product|uploads|signing-keys|updater-keys|tuf|imports\/calendar)|\/builds)/,
    about: "What there is to run",
  },
  { name: "Imports and exports", paths: /^\/v1\/(imports|exports)/, about: "Many at once" },
  {
    name: "Audit",
    paths: /^\/v1\/(adminAudit|events)/,
    about: "Who changed what, and changes as they happen",
  },
  { name: "Service", paths: /.*/, about: "The server itself" },
] as const;

export const DOCUMENT_TAGS = TAGS.map(({ name, about }) => ({ name, description: about }));

/** The part of the reference that a path is in. */
export function tagOf(path: string): string {
  return TAGS.find(({ paths }) => paths.test(path))?.name ?? "Service";
}
