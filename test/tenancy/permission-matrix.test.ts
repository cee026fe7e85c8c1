import { expect, test } from "vitest";
import { type Actor, ROLES, type Role } from "../../src/tenancy/actor.ts";
import { ACTIONS, may } from "../../src/tenancy/permission.ts";

test("the matrix in docs/generated/permissions.md is the table that the code asks (renew it with -u)", async () => {
  await expect(matrix()).toMatchFileSnapshot("../../docs/generated/permissions.md");
});

function matrix(): string {
  const heads = ["", ...ROLES.map((role) => `\`${role}\``)];
  const rows = ACTIONS.map((action) => [
    action.replaceAll("_", " "),
    ...ROLES.map((role) => (may(actorOf(role), action) ? "yes" : "")),
  ]);
  return [
    "# Who may do what",
    "",
    "Made from the table in `src/tenancy/permission.ts` by a test, which fails where the two differ.",
    "",
    "Every role sees its own subtree, may ask why a version is offered there, and downloads the builds that may be run there (R22). What",
    "lies outside answers _not found_. A partner role that is limited to some customers sees and changes only these, and nothing for all.",
    "Rules R12 and R13 can take the right to change settings away for a time; the answer then says why.",
    "",
    ...[heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}

function actorOf(role: Role): Actor {
  const nobody = { partnerId: null, organizationId: null, organizationIds: null };
  return { id: "", displayName: "", role, ...nobody };
}
