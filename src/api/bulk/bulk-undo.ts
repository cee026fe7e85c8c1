import type { DecidedSettings } from "../../commands/organizations/organization-settings.ts";
import { formatSchedule, type Schedule } from "../../policy/schedule.ts";
import { findUndo } from "../../policy/undo.ts";
import type { Attempt } from "../../tenancy/attempt.ts";

type RestoredSchedule = Schedule | "inherit";

interface Group {
  readonly organizationIds: string[];
  readonly schedule: RestoredSchedule;
}

interface BulkUndo extends Group {
  readonly also: Group[];
  readonly expected: RestoredSchedule;
}

/**
 * The body of the bulk change that gives each organization what it had, or null if no single one does for all of them.
 */
export function findBulkUndo(
  decided: readonly DecidedSettings[],
  expected: RestoredSchedule,
  attempt: Attempt,
): BulkUndo | null {
  const groups = new Map<string, Group>();
  for (const { scene, after } of decided) {
    if (after === scene.settings) continue;
    const schedule = findUndo(scene, after, attempt);
    if (schedule === null) return null;
    const key = schedule === "inherit" ? schedule : formatSchedule(schedule);
    const group = groups.get(key) ?? { organizationIds: [], schedule };
    group.organizationIds.push(scene.organization.id);
    groups.set(key, group);
  }
  const [first = { organizationIds: [], schedule: "inherit" as const }, ...also] = groups.values();
  return { ...first, also, expected };
}
