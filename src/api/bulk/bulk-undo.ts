import type { DecidedSettings } from "../../commands/organizations/organization-settings.ts";
import { formatSchedule, type Schedule } from "../../policy/schedule.ts";
import { findUndo } from "../../policy/undo.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { TimeSlices } from "../../time-slices.ts";

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
export async function findBulkUndo(
  decided: readonly DecidedSettings[],
  expected: RestoredSchedule,
  attempt: Attempt,
): Promise<BulkUndo | null> {
  const groups = new Map<string, Group>();
  const slices = new TimeSlices();
  for (const { scene, after } of decided) {
    if (after === scene.settings) continue;
    const schedule = findUndo(scene, after, attempt);
    if (schedule === null) return null;
    const key = schedule === "inherit" ? schedule : formatSchedule(schedule);
    const group = groups.get(key) ?? { organizationIds: [], schedule };
    group.organizationIds.push(scene.organization.id);
    groups.set(key, group);
    if (slices.isOver) await slices.next();
  }
  const [first = { organizationIds: [], schedule: "inherit" as const }, ...also] = groups.values();
  return { ...first, also, expected };
}
