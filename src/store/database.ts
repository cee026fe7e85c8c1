import type { Kysely } from "kysely";
import { LEDGER_SEGMENT_COLUMNS } from "./archive/segment-row.ts";
import { LEDGER_COLUMNS, LEDGER_HEAD_COLUMNS } from "./ledger/ledger-row.ts";
import { ACCOUNT_ATTEMPT_COLUMNS } from "./tables/account-attempt-row.ts";
import { ADMINISTRATOR_COLUMNS } from "./tables/administrator-row.ts";
import { ANSWERED_CALL_COLUMNS } from "./tables/answered-call-row.ts";
import { BUILD_DOWNLOAD_COLUMNS } from "./tables/build-download-row.ts";
import { BUILD_COLUMNS } from "./tables/build-row.ts";
import { type RowOf, text } from "./tables/columns.ts";
import { ENROLMENT_COLUMNS, ENROLMENT_KEY_COLUMNS, UNPROVEN_CHECK_COLUMNS } from "./tables/enrolment-row.ts";
import { EXTERNAL_ACTOR_COLUMNS } from "./tables/external-actor-row.ts";
import { FLEET_CHECKPOINT_COLUMNS, FLEET_CHECKPOINT_PART_COLUMNS } from "./tables/fleet-checkpoint-row.ts";
import { FORECAST_LINK_COLUMNS } from "./tables/forecast-link-row.ts";
import {
  ADOPTION_CHANGE_COLUMNS,
  COMPUTER_COUNT_COLUMNS,
  INSTALLATION_COLUMNS,
  INSTALLATION_COUNT_COLUMNS,
  INSTALLATION_COUNT_MARK_COLUMNS,
  NEW_INSTALLATION_COLUMNS,
  UPDATER_COUNT_COLUMNS,
  UPKEEP_COLUMNS,
} from "./tables/installation-row.ts";
import { LINEUP_PARTNER_COLUMNS, ORGANIZATION_PARTNER_COLUMNS } from "./tables/organization-partner-row.ts";
import { ORGANIZATION_COLUMNS } from "./tables/organization-row.ts";
import { PARTNER_COLUMNS } from "./tables/partner-row.ts";
import { PRODUCT_COLUMNS } from "./tables/product-row.ts";
import { RELEASE_COLUMNS } from "./tables/release-row.ts";
import { SCHEDULE_REQUEST_COLUMNS } from "./tables/schedule-request-row.ts";
import {
  FACTOR_CHALLENGE_COLUMNS,
  RECOVERY_CODE_COLUMNS,
  SECOND_FACTOR_COLUMNS,
} from "./tables/second-factor-row.ts";
import { OIDC_ATTEMPT_COLUMNS, SESSION_COLUMNS } from "./tables/session-row.ts";
import { SIGNING_KEY_COLUMNS } from "./tables/signing-key-row.ts";
import { TOKEN_COLUMNS } from "./tables/token-row.ts";
import { TUF_ROOT_COLUMNS } from "./tables/tuf-root-row.ts";
import { UPDATER_KEY_COLUMNS } from "./tables/updater-key-row.ts";
import { USER_COLUMNS } from "./tables/user-row.ts";

/** Every table by its name, with its columns; a test compares them with what the migrations make (`schema.sql`). */
export const TABLES = {
  partners: PARTNER_COLUMNS,
  organizations: ORGANIZATION_COLUMNS,
  organization_partners: ORGANIZATION_PARTNER_COLUMNS,
  lineup_partners: LINEUP_PARTNER_COLUMNS,
  users: USER_COLUMNS,
  releases: RELEASE_COLUMNS,
  builds: BUILD_COLUMNS,
  products: PRODUCT_COLUMNS,
  build_downloads: BUILD_DOWNLOAD_COLUMNS,
  signing_keys: SIGNING_KEY_COLUMNS,
  updater_keys: UPDATER_KEY_COLUMNS,
  tuf_roots: TUF_ROOT_COLUMNS,
  tokens: TOKEN_COLUMNS,
  administrators: ADMINISTRATOR_COLUMNS,
  sessions: SESSION_COLUMNS,
  oidc_attempts: OIDC_ATTEMPT_COLUMNS,
  second_factors: SECOND_FACTOR_COLUMNS,
  recovery_codes: RECOVERY_CODE_COLUMNS,
  factor_challenges: FACTOR_CHALLENGE_COLUMNS,
  account_attempts: ACCOUNT_ATTEMPT_COLUMNS,
  external_actors: EXTERNAL_ACTOR_COLUMNS,
  forecast_links: FORECAST_LINK_COLUMNS,
  schedule_requests: SCHEDULE_REQUEST_COLUMNS,
  enrolments: ENROLMENT_COLUMNS,
  enrolment_keys: ENROLMENT_KEY_COLUMNS,
  unproven_checks: UNPROVEN_CHECK_COLUMNS,
  answered_calls: ANSWERED_CALL_COLUMNS,
  installations: INSTALLATION_COLUMNS,
  installation_counts: INSTALLATION_COUNT_COLUMNS,
  computer_counts: COMPUTER_COUNT_COLUMNS,
  new_installations: NEW_INSTALLATION_COLUMNS,
  updater_counts: UPDATER_COUNT_COLUMNS,
  installation_count_marks: INSTALLATION_COUNT_MARK_COLUMNS,
  adoption_changes: ADOPTION_CHANGE_COLUMNS,
  upkeep: UPKEEP_COLUMNS,
  fleet_checkpoints: FLEET_CHECKPOINT_COLUMNS,
  fleet_checkpoint_parts: FLEET_CHECKPOINT_PART_COLUMNS,
  ledger: LEDGER_COLUMNS,
  ledger_head: LEDGER_HEAD_COLUMNS,
  ledger_segments: LEDGER_SEGMENT_COLUMNS,
  migrations: { name: text() },
};

/**
 * What is read and written like a table. `ledger_entries` is the ledger's table under whatever name it has: the program
 * uses no other (migration 035).
 */
export const VIEWS = { ledger_entries: LEDGER_COLUMNS };

type TablesAndViews = typeof TABLES & typeof VIEWS;

/** The rows of every table and view, as Kysely reads and writes them. */
export type Tables = { [Name in keyof TablesAndViews]: RowOf<TablesAndViews[Name]> };

/** What finders read from: the database, or the transaction of a change. */
export type Database = Kysely<Tables>;
