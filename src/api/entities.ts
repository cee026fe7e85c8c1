import { PRODUCT_ID } from "../catalog/product.ts";
import { referencesTo, type Subject, type SubjectReference } from "../ledger/subject.ts";
import type { Database } from "../store/database.ts";
import { findServingPartners } from "../store/tables/organization-partner-table.ts";
import { findUser } from "../store/tables/user-table.ts";

type SubjectLookup = (database: Database, id: string) => Promise<readonly SubjectReference[]>;

/**
 * What the address of each subject shows, as the records that decide it: the last change of any of them is its ETag. It
 * is null for a subject that has no address of its own, or is never changed there.
 */
export const ENTITIES = {
  partner: async (_database, id) => [{ subject: "partner", id }],
  partner_settings: async (_database, id) => referencesTo("partner", id),
  organization: async (_database, id) => [{ subject: "organization", id }],
  organization_settings: decideOrganization,
  user: async (_database, id) => [{ subject: "user", id }],
  user_settings: decideUser,
  administrator: async (_database, id) => [{ subject: "administrator", id }],
  release: async (_database, id) => [{ subject: "release", id }],
  build: async (_database, id) => [{ subject: "build", id }],
  product: async () => [{ subject: "product", id: PRODUCT_ID }],
  token: null,
  forecast_link: null,
  schedule_request: null,
  enrolment: async (_database, id) => [{ subject: "enrolment", id }],
} satisfies Record<Subject, SubjectLookup | null>;
export type Entity = {
  [S in Subject]: (typeof ENTITIES)[S] extends SubjectLookup ? S : never;
}[Subject];

/** What decides an organization's schedule (R6 to R13): its own settings and those of the partners that serve it. */
async function decideOrganization(database: Database, id: string): Promise<readonly SubjectReference[]> {
  const serving = (await findServingPartners(database, [id])).get(id) ?? [];
  return [
    ...referencesTo("organization", id),
    ...serving.flatMap((one) => referencesTo("partner", one.partner_id)),
  ];
}

/** What decides a user's schedule (R11): the switch, and what decides whether it is available. */
async function decideUser(database: Database, id: string): Promise<readonly SubjectReference[]> {
  const found = await findUser(database, id);
  return [
    ...referencesTo("user", id),
    ...(found ? await decideOrganization(database, found.user.organizationId) : []),
  ];
}
