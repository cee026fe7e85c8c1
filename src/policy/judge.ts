import { type Build, buildsFor } from "../catalog/build.ts";
import type { CalendarEntry } from "../catalog/calendar.ts";
import type { Target } from "../catalog/platform.ts";
import type { Critical, Release } from "../catalog/release.ts";
import { isSameLine, type Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import type { Reason } from "./reason.ts";
import { entersRolloutAt } from "./rollout.ts";
import { type Hold, isHeldBack, type Standing } from "./standing.ts";

/** What an installation asks: which version may I run, at this instant? */
export interface Question {
  readonly at: Instant;
  readonly target: Target;
  /** What it runs; null: it did not say (some updaters never do). */
  readonly running: Version | null;
  /** Its stable id; null: it did not say. */
  readonly installation: string | null;
  /** When it was installed, where known. */
  readonly installedAt: Instant | null;
  /** R18: a person asks by hand. */
  readonly manual: boolean;
}

/**
 * What the rules say of one release for one question: it may run, since when and why; or not, and why not (null where
 * there is nothing to tell: a release that is not out yet, or not any more, and would not be due either).
 */
export type Judgement =
  | {
      readonly admitted: true;
      readonly build: Build;
      readonly since: Instant;
      readonly reasons: readonly Reason[];
    }
  | { readonly admitted: false; readonly reason: Reason | null };

/** R3 to R5, R15, R18 to R20 for one release. */
export function judge(entry: CalendarEntry, asked: Question, standing: Standing): Judgement {
  const { release } = entry;
  const { version } = release;
  const critical = criticalFor(release, asked);
  const from = critical ? release.automaticAt : eligibleAt(release, standing.schedule);
  const isOut = release.state === "published";
  if (from === null) return refused(isOut ? { code: "not_on_slow_channel", version } : null);
  if (from > asked.at) return refused(isOut ? { code: "deferred", version, eligibleAt: from } : null);
  const notOut = whyNotOut(release);
  if (notOut) return refused({ code: notOut, version });

  const build = buildsFor(asked.target, entry.builds)[0];
  if (!build) return refused({ code: "no_build_for_platform", version });
  if (critical) return admitted(build, from, [{ code: "critical_release", version, ...critical }]);
  return judgeInTime(entry, build, from, asked, standing.hold);
}

/** R15 and R18 for a release that is out and eligible: is it held back, is the installation's turn here? */
function judgeInTime(
  entry: CalendarEntry,
  build: Build,
  from: Instant,
  asked: Question,
  hold: Hold | null,
): Judgement {
  const { release } = entry;
  const { version } = release;
  const reasons: Reason[] = [];
  if (hold && isHeldBack(entry, hold)) {
    if (!isInstalledAfter(asked, hold)) return refused({ code: "held_back", version, since: hold.since });
    reasons.push({ code: "installed_after_change", since: hold.since });
  }
  const entersAt = entersRolloutAt(release, from, asked.installation);
  if (entersAt > asked.at) {
    if (!asked.manual) return refused({ code: "rollout_waiting", version, entersAt });
    reasons.push({ code: "asked_by_hand", version });
  }
  return admitted(build, from, reasons);
}

/** R19: only a published release is offered. */
function whyNotOut(
  release: Release,
): "release_not_published" | "release_paused" | "release_withdrawn" | null {
  switch (release.state) {
    case "planned":
      return "release_not_published";
    case "paused":
      return "release_paused";
    case "withdrawn":
      return "release_withdrawn";
    case "published":
      return null;
  }
}

/** R20: a critical release reaches installations of its own line or, if the vendor says so, all. */
function criticalFor(release: Release, asked: Question): Critical | null {
  if (!release.critical) return null;
  if (release.critical.scope === "all") return release.critical;
  return asked.running && isSameLine(asked.running, release.version) ? release.critical : null;
}

/** R15: an installation known to be installed after the change is not held. */
function isInstalledAfter(asked: Question, hold: Hold): boolean {
  return asked.installedAt !== null && asked.installedAt > hold.since;
}

function admitted(build: Build, since: Instant, reasons: readonly Reason[]): Judgement {
  return { admitted: true, build, since, reasons };
}

function refused(reason: Reason | null): Judgement {
  return { admitted: false, reason };
}
