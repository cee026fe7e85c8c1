import type { Insertable, Selectable } from "kysely";
import type { Critical, CriticalScope, Release, ReleaseState } from "../../catalog/release.ts";
import { formatVersion } from "../../catalog/version.ts";
import { formatInstant } from "../../instant.ts";
import { VERSION } from "../../ledger/codec.ts";
import { bigint, double, generated, nullable, type RowOf, text, timestamp } from "./columns.ts";

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
    slow_at: release.slowAt === null ? null : formatInstant(release.slowAt),
    rollout_days: release.rolloutDays,
    critical_reason: release.critical?.reason ?? null,
    critical_scope: release.critical?.scope ?? null,
    notes: release.notes,
    state: release.state,
  };
}
