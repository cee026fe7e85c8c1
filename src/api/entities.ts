import type { Database } from "../store/database.ts";
import type { SubjectReference } from "../store/ledger/last-change.ts";
import { findServingPartners } from "../store/tables/organization-partner-table.ts";
import { findUser } from "../store/tables/user-table.ts";

type SubjectLookup = (database: Database, id: string) => Promise<readonly SubjectReference[]>;

/** What an address shows, and which records decide it: the last change of any of them is its ETag. */
export const ENTITIES = {
  partner: async (_database, id) => [{ subject: "partner", id }],
  partner_settings: async (_database, id) => ofPartner(id),
  organization: async (_database, id) => [{ subject: "organization", id }],
  organization_settings: decideOrganization,
  user: async (_database, id) => [{ subject: "user", id }],
  user_settings: decideUser,
  administrator: async (_database, id) => [{ subject: "administrator", id }],
  release: async (_database, id) => [{ subject: "release", id }],
} satisfies Record<string, SubjectLookup>;
export type Entity = keyof typeof ENTITIES;

/** R6 to R13: its own settings and those of the partners that serve it. */
async function decideOrganization(database: Database, id: string): Promise<readonly SubjectReference[]> {
  const serving = (await findServingPartners(database, [id])).get(id) ?? [];
  return [
    { subject: "organization", id },
    { subject: "organization_settings", id },
    ...serving.flatMap((one) => ofPartner(one.partner_id)),
  ];
}

/** R11: the switch, and what decides whether it is available. */
async function decideUser(database: Database, id: string): Promise<readonly SubjectReference[]> {
  const found = await findUser(database, id);
  return [
    { subject: "user", id },
    { subject: "user_settings", id },
    ...(found ? await decideOrganization(database, found.user.organizationId) : []),
  ];
}

function ofPartner(id: string): readonly SubjectReference[] {
  return [
    { subject: "partner", id },
    { subject: "partner_settings", id },
  ];
}
