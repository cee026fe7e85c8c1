import type { ColumnType } from "kysely";
import type { MoreProofs } from "../../catalog/build.ts";
import type { Architecture, PackageFormat, Platform } from "../../catalog/platform.ts";
import type { CriticalScope, ReleaseState } from "../../catalog/release.ts";
import type { Instant } from "../../instant.ts";
import type { Json } from "../../ledger/codec.ts";
import type { Frequency } from "../../policy/legacy.ts";
import type { Cadence } from "../../policy/schedule.ts";
import type { Actor, ActorReference, Role } from "../../tenancy/actor.ts";
import type { PartnerFeature } from "../../tenancy/partner.ts";
import type { InstantColumn, JsonColumn, MaybeInstantColumn, MaybeJsonColumn } from "./columns.ts";

/** The columns that hold a word: all null where nobody said anything. R1 is a CHECK on them. */
export interface WordColumns {
  cadence: Cadence | null;
  deferral_weeks: number | null;
  set_by: MaybeJsonColumn<ActorReference>;
  set_at: MaybeInstantColumn;
}

/** A partner with its default (R6) and its switches. */
export interface PartnerRow extends WordColumns {
  id: string;
  name: string;
  name_key: string;
  features: readonly PartnerFeature[];
  created_at: InstantColumn;
  allow_customer_override: boolean;
  updated_at: MaybeInstantColumn;
  updated_by: MaybeJsonColumn<ActorReference>;
}

/** An organization with its own schedule (R8) and its older settings (R24). */
export interface OrganizationRow extends WordColumns {
  id: string;
  name: string;
  name_key: string;
  created_at: InstantColumn;
  legacy_frequency: Frequency | null;
  legacy_weeks: number | null;
  legacy_set_at: MaybeInstantColumn;
  /** Written by `refreshLineups` alone; empty where no partner serves. */
  lineup_id: ColumnType<string, never, never>;
}

/** A partner that serves an organization, and what it said for it (R7, R12). It takes its word along (R10). */
export interface OrganizationPartnerRow extends WordColumns {
  organization_id: string;
  partner_id: string;
  allow_customer_override: boolean | null;
}

/** A user with the switch of R11. */
export interface UserRow {
  id: string;
  organization_id: string;
  display_name: string;
  name_key: string;
  email: string;
  created_at: InstantColumn;
  allow_automatic_upgrades: boolean;
  updated_at: MaybeInstantColumn;
  updated_by: MaybeJsonColumn<ActorReference>;
}

type GeneratedNumber = ColumnType<number, never, never>;
type GeneratedInstant = ColumnType<Instant, never, never>;

/** A release; its four numbers are made by the database from the version as written, and are unique. */
export interface ReleaseRow {
  id: string;
  version: string;
  major: GeneratedNumber;
  minor: GeneratedNumber;
  patch: GeneratedNumber;
  build: GeneratedNumber;
  automatic_at: InstantColumn;
  slow_at: MaybeInstantColumn;
  rollout_days: number;
  critical_reason: string | null;
  critical_scope: CriticalScope | null;
  notes: string;
  state: ReleaseState;
}

export interface BuildRow {
  id: string;
  release_id: string;
  platform: Platform;
  arch: Architecture;
  format: PackageFormat;
  file_name: string;
  size: number;
  sha256: string | null;
  sha512: string;
  proofs: JsonColumn<MoreProofs>;
  url: string | null;
  added_at: InstantColumn;
}

/** A key that signs manifests; the private half only of the one that signs now, where it was made here. */
export interface SigningKeyRow {
  id: string;
  public_key: string;
  private_key: string | null;
  created_at: InstantColumn;
  retired_at: MaybeInstantColumn;
}

/** R22: who downloaded a build; the network is that of the address, not the address. */
export interface BuildDownloadRow {
  id: string;
  build_id: string;
  downloaded_at: InstantColumn;
  actor_id: string;
  actor_name: string;
  actor_role: Role;
  partner_id: string | null;
  network: string;
}

/** A token and the hash of its secret; the secret itself is nowhere. */
export interface TokenRow {
  id: string;
  name: string;
  secret_hash: string;
  actor_id: string;
  actor_name: string;
  role: Role;
  partner_id: string | null;
  organization_id: string | null;
  organization_ids: readonly string[] | null;
  expires_at: MaybeInstantColumn;
  created_at: InstantColumn;
  created_by: JsonColumn<ActorReference>;
}

/** Somebody who signs in, and the hash of the password. */
export interface AdministratorRow {
  id: string;
  display_name: string;
  name_key: string;
  email: string;
  email_key: string;
  password_hash: string;
  password_is_one_time: boolean;
  role: Role;
  partner_id: string | null;
  organization_id: string | null;
  organization_ids: readonly string[] | null;
  created_at: InstantColumn;
  disabled_at: MaybeInstantColumn;
}

/** A session and the hash of its secret; `actor` only of a person whom an identity provider vouches for. */
export interface SessionRow {
  id: string;
  secret_hash: string;
  person_id: string;
  administrator_id: string | null;
  actor: MaybeJsonColumn<Actor>;
  user_agent: string;
  created_at: InstantColumn;
  last_used_at: InstantColumn;
  expires_at: InstantColumn;
}

/** A sign-in that an identity provider has not answered yet, by the hash of its state. */
export interface OidcAttemptRow {
  state_hash: string;
  nonce: string;
  code_verifier: string;
  expires_at: InstantColumn;
}

/** A private link to a forecast and the hash of its secret. */
export interface ForecastLinkRow {
  id: string;
  organization_id: string;
  secret_hash: string;
  created_at: InstantColumn;
  created_by: JsonColumn<ActorReference>;
}

/** What a call with an Idempotency-Key was answered; `body` null: it showed a secret once. */
export interface AnsweredCallRow {
  actor_id: string;
  key: string;
  fingerprint: string;
  status: number;
  body: string | null;
  shown_id: string | null;
  etag: string | null;
  answered_at: InstantColumn;
}

/** What one partner of a lineup said, for all organizations of the lineup. */
export interface LineupPartnerRow {
  lineup_id: string;
  partner_id: string;
  cadence: Cadence | null;
  deferral_weeks: number | null;
  allow_customer_override: boolean | null;
}

/** An installation as it last asked; whose id the user is, where it said so and the user is known. */
export interface InstallationRow {
  organization_id: string;
  installation_id: string;
  user_id: string | null;
  runs_ahead: boolean;
  platform: Platform;
  arch: Architecture;
  version: string | null;
  offered: string | null;
  last_asked_at: InstantColumn;
}

/** How many installations of an organization are alike; `version` '': not known. */
export interface InstallationCountRow {
  organization_id: string;
  platform: Platform;
  arch: Architecture;
  version: string;
  runs_ahead: boolean;
  installations: number;
  revision: number;
}

/** By how much a version's installations changed on a day in UTC; `organization_id` '': of all organizations. */
export interface AdoptionChangeRow {
  organization_id: string;
  day: string;
  version: string;
  change: number;
}

/** When work that is done once, by whichever server, was last done, and the last revision of counts then. */
export interface UpkeepRow {
  name: string;
  done_at: InstantColumn;
  revision: number;
}

/** Where in the ledger a checkpoint of the fleet was written, and the SHA-256 of its bytes. */
export interface FleetCheckpointRow {
  sequence: number;
  hash: string;
  format: number;
  checksum: string;
  written_at: GeneratedInstant;
}

/** Some of a checkpoint's bytes, in order. */
export interface FleetCheckpointPartRow {
  sequence: number;
  part: number;
  bytes: Uint8Array;
}

/** One entry of the ledger as it is stored; entries are only ever added. */
export interface LedgerRow {
  sequence: number;
  change: number;
  at: InstantColumn;
  actor: JsonColumn<ActorReference>;
  action: string;
  subject: string;
  subject_id: string;
  organization_id: string | null;
  before: MaybeJsonColumn<Json>;
  after: MaybeJsonColumn<Json>;
  previous_hash: string;
  hash: string;
}

/** The one row that names the last entry, so that a cut tail is found. */
export interface LedgerHeadRow {
  only_row: boolean;
  sequence: number;
  hash: string;
  at: InstantColumn;
}
