import type { Kysely } from "kysely";
import type {
  AdministratorRow,
  AdoptionChangeRow,
  AnsweredCallRow,
  BuildDownloadRow,
  BuildRow,
  FleetCheckpointPartRow,
  FleetCheckpointRow,
  ForecastLinkRow,
  InstallationCountRow,
  InstallationRow,
  LedgerHeadRow,
  LedgerRow,
  LineupPartnerRow,
  OidcAttemptRow,
  OrganizationPartnerRow,
  OrganizationRow,
  PartnerRow,
  ReleaseRow,
  SessionRow,
  SigningKeyRow,
  TokenRow,
  UpkeepRow,
  UserRow,
} from "./tables/rows.ts";

/** Every table, by its name; `schema.sql` beside this file shows the same as the databases see it. */
export interface Tables {
  partners: PartnerRow;
  organizations: OrganizationRow;
  organization_partners: OrganizationPartnerRow;
  lineup_partners: LineupPartnerRow;
  users: UserRow;
  releases: ReleaseRow;
  builds: BuildRow;
  build_downloads: BuildDownloadRow;
  signing_keys: SigningKeyRow;
  tokens: TokenRow;
  administrators: AdministratorRow;
  sessions: SessionRow;
  oidc_attempts: OidcAttemptRow;
  forecast_links: ForecastLinkRow;
  answered_calls: AnsweredCallRow;
  installations: InstallationRow;
  installation_counts: InstallationCountRow;
  adoption_changes: AdoptionChangeRow;
  upkeep: UpkeepRow;
  fleet_checkpoints: FleetCheckpointRow;
  fleet_checkpoint_parts: FleetCheckpointPartRow;
  ledger: LedgerRow;
  ledger_head: LedgerHeadRow;
  migrations: { name: string };
}

/** What finders read from: the database, or the transaction of a change. */
export type Database = Kysely<Tables>;
