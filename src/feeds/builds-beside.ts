import { isStoppedFor } from "../catalog/block.ts";
import { type Build, buildsFor, buildsForSystem } from "../catalog/build.ts";
import type { CalendarEntry } from "../catalog/calendar.ts";
import type { Target } from "../catalog/platform.ts";
import type { Instant } from "../instant.ts";
import type { FeedQuestion } from "./feed.ts";

/**
 * The builds of an offered release for another kind of computer than the one that was decided for, from which an updater may
 * take its own: none if the release is blocked there (R31), and only those for the system that asks (R32).
 */
export function buildsBeside(
  { release, builds }: Pick<CalendarEntry, "release" | "builds">,
  target: Target,
  { os }: Pick<FeedQuestion, "os">,
  at: Instant,
): readonly Build[] {
  return isStoppedFor(release.blocks, { target, os }, at)
    ? []
    : buildsFor(target, buildsForSystem(builds, os));
}
