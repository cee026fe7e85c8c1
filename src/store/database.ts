import type { Kysely } from "kysely";
import type {
  AdministratorRow,
  AnsweredCallRow,
  BuildRow,
  ForecastLinkRow,
  LedgerHeadRow,
  LedgerRow,
  OidcAttemptRow,
  OrganizationPartnerRow,
  OrganizationRow,
  PartnerRow,
  ReleaseRow,
  SessionRow,
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
  administrators: AdministratorRow;
  sessions: SessionRow;
  oidc_attempts: OidcAttemptRow;
  forecast_links: ForecastLinkRow;
  answered_calls: AnsweredCallRow;
  ledger: LedgerRow;
  ledger_head: LedgerHeadRow;
  migrations: { name: string };
}

/** What finders read from: the database, or the transaction of a change. */
export type Database = Kysely<Tables>;
