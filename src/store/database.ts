import type { Kysely } from "kysely";
import type {
  BuildRow,
  LedgerHeadRow,
  LedgerRow,
  OrganizationPartnerRow,
  OrganizationRow,
  PartnerRow,
  ReleaseRow,
  TokenRow,
  UserRow,
} from "./rows.ts";

/** Every table, by its name; `schema.sql` beside this file shows the same as the databases see it. */
export interface Tables {
  partners: PartnerRow;
  organizations: OrganizationRow;
  organization_partners: OrganizationPartnerRow;
  users: UserRow;
  releases: ReleaseRow;
  builds: BuildRow;
  tokens: TokenRow;
  ledger: LedgerRow;
  ledger_head: LedgerHeadRow;
  migrations: { name: string };
}

/** What finders read from: the database, or the transaction of a change. */
export type Database = Kysely<Tables>;
