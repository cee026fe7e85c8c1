import type { Insertable, Selectable } from "kysely";
import type { Critical, CriticalScope, Release, ReleaseState } from "../../catalog/release.ts";
import { formatVersion } from "../../catalog/version.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import { type Json, VERSION } from "../../ledger/codec.ts";
import { BLOCKS } from "../../ledger/record-codecs.ts";
import {
  bigint,
  double,
  generated,
  jsonb,
  nullable,
  type RowOf,
  text,
  timestamp,
  toJsonText,
} from "./columns.ts";

/** A release; the database computes its four numbers from the version as written, and they are unique. */
export const RELEASE_COLUMNS = {
  id: text(),
  version: text(),
  major: generated(bigint()),
  minor: generated(bigint()),
  patch: generated(bigint()),
  build: generated(bigint()),
  automatic_at: timestamp(),
  slow_at: nullable(timestamp()),
  rollout_days: double(),
  critical_reason: nullable(text()),
  critical_scope: nullable(text<CriticalScope>()),
  notes: text(),
  state: text<ReleaseState>(),
  floor_reason: nullable(text()),
  support_ends_at: nullable(timestamp()),
  expires_at: nullable(timestamp()),
  warn_days: double(),
  expiry_reason: nullable(text()),
  blocks: jsonb<Json>(),
};
type ReleaseRow = RowOf<typeof RELEASE_COLUMNS>;

export function toRelease(row: Selectable<ReleaseRow>): Release {
  return {
    id: row.id,
    version: VERSION.decode(row.version),
    automaticAt: row.automatic_at,
    slowAt: row.slow_at,
    rolloutDays: row.rollout_days,
    critical: toCritical(row),
    notes: row.notes,
    state: row.state,
    floor: row.floor_reason === null ? null : { reason: row.floor_reason },
    supportEndsAt: row.support_ends_at,
    expiresAt: row.expires_at,
    warnDays: row.warn_days,
    expiryReason: row.expiry_reason,
    blocks: BLOCKS.decode(row.blocks),
  };
}

function toCritical({
  critical_reason: reason,
  critical_scope: scope,
}: Selectable<ReleaseRow>): Critical | null {
  return reason === null || scope === null ? null : { reason, scope };
}

export function fromRelease(release: Release): Insertable<ReleaseRow> {
  return {
    id: release.id,
    version: formatVersion(release.version),
    automatic_at: formatInstant(release.automaticAt),
    slow_at: formatOrNull(release.slowAt),
    rollout_days: release.rolloutDays,
    critical_reason: release.critical?.reason ?? null,
    critical_scope: release.critical?.scope ?? null,
    notes: release.notes,
    state: release.state,
    floor_reason: release.floor?.reason ?? null,
    support_ends_at: formatOrNull(release.supportEndsAt),
    expires_at: formatOrNull(release.expiresAt),
    warn_days: release.warnDays,
    expiry_reason: release.expiryReason,
    blocks: toJsonText(BLOCKS.encode(release.blocks) as readonly Json[]),
  };
}

function formatOrNull(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
