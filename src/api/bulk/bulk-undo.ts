import type { Instant } from "../../instant.ts";
import { formatSchedule, type Schedule } from "../../policy/schedule.ts";
import { findUndo } from "../../policy/undo.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { ChangedScene } from "../preview/preview-scenes.ts";

type RestoredSchedule = Schedule | "inherit";

interface Group {
  readonly organizationIds: string[];
  readonly schedule: RestoredSchedule;
}

/** The body of the bulk change that gives each organization what it had; null: none does exactly so for all of them. */
export function findBulkUndo(
  changed: readonly ChangedScene[],
  expected: RestoredSchedule,
  actor: Actor,
  at: Instant,
): (Group & { readonly also: Group[]; readonly expected: RestoredSchedule }) | null {
  const groups = new Map<string, Group>();
  for (const { scene, after } of changed) {
    if (after === scene.settings) continue;
    const schedule = findUndo(scene, after, actor, at);
    if (schedule === null) return null;
    const key = schedule === "inherit" ? schedule : formatSchedule(schedule);
    const group = groups.get(key) ?? { organizationIds: [], schedule };
    group.organizationIds.push(scene.organization.id);
    groups.set(key, group);
  }
  const [first = { organizationIds: [], schedule: "inherit" as const }, ...also] = groups.values();
  return { ...first, also, expected };
}
