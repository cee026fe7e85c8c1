import { isStoppedFor } from "../catalog/block.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { limitsOf } from "../catalog/calendar-limits.ts";
import { isSameAs, type KnownVersion } from "../catalog/running-version.ts";
import type { Question } from "./judge.ts";
import type { Reason } from "./reason.ts";
import type { Support } from "./support.ts";

/** What is known about an installation that runs something. */
interface About {
  readonly asked: Question;
  readonly support: Support;
  readonly calendar: Calendar;
}

const NOTHING: readonly Reason[] = [];

/** R30, R31: what there is to say about the version that runs, whatever is offered. */
export function aboutWhatRuns(running: KnownVersion | null, about: About): readonly Reason[] {
  const { support, calendar } = about;
  if (running === null) return NOTHING;
  const reasons: Reason[] = [];
  if (support.state === "expired" && support.expiresAt !== null) {
    reasons.push({ code: "version_expired", version: running, expiredAt: support.expiresAt });
  }
  if (limitsOf(calendar).hasStopped && runsStopped(running, about)) reasons.push({ code: "runs_blocked" });
  return reasons;
}

/** R31: whether what runs is a release that is withdrawn, or blocked for this computer. */
function runsStopped(running: KnownVersion, { asked, calendar }: About): boolean {
  const release = calendar.find((entry) => isSameAs(entry.release.version, running))?.release;
  return release?.state === "withdrawn" || isStoppedFor(release?.blocks ?? [], asked, asked.at);
}
