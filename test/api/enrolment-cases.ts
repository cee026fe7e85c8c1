import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, get, send } from "./caller.ts";
import { ADMINS, type EndpointCase, ORGANIZATION, only, read, type Subject, write } from "./endpoint-case.ts";
import { STRANGERS } from "./tenancy.ts";

/** The number of the newest key of Acme. */
let newest = 1;

/** Acme; a fresh one has a single enrolment key, and requires none. */
const ENROLLED: Subject = {
  kind: "ORGANIZATION",
  existing: ({ acme }) => acme,
  fresh: async ({ server, acme }) => {
    const path = enrolmentPath(acme);
    for (const { number } of (await get(server, VENDOR_TOKEN, path)).keys) {
      accepted(await send(server, VENDOR_TOKEN, { method: "DELETE", path: `${path}/keys/${number}` }));
    }
    const made = accepted(await send(server, VENDOR_TOKEN, { method: "POST", path: `${path}/keys` }));
    newest = made.keys[0].number;
    return acme;
  },
};

const ofAdministrators: Partial<EndpointCase> = { refused: only(ADMINS), hiddenFrom: STRANGERS };

/** The rows of enrolment keys. */
export const ENROLMENT_CASES: readonly EndpointCase[] = [
  read("/v1/organizations/:id/enrolment", ORGANIZATION, enrolmentPath),
  write("PUT /v1/organizations/:id/enrolment", ORGANIZATION, enrolmentPath, {
    ...ofAdministrators,
    body: () => ({ required: false }),
  }),
  write("POST /v1/organizations/:id/enrolment/keys", ENROLLED, (id) => `${enrolmentPath(id)}/keys`, {
    ...ofAdministrators,
    status: 201,
    isUsedUp: true,
  }),
  write(
    "DELETE /v1/organizations/:id/enrolment/keys/:number",
    ENROLLED,
    (id) => `${enrolmentPath(id)}/keys/${newest}`,
    { ...ofAdministrators, isUsedUp: true },
  ),
];

function enrolmentPath(id: string): string {
  return `/v1/organizations/${id}/enrolment`;
}
