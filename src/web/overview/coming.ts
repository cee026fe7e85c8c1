import { formatInstant, type Instant, parseInstant } from "../../instant.ts";
import { eligibleAt } from "../../policy/eligible.ts";
import { toSchedule } from "../../policy/schedule.ts";
import type { DatedRelease } from "../data/overview.ts";
import { whyNotOffered } from "../releases/not-offered.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** A release that is still to come. */
export interface ComingRelease {
  readonly id: string;
  readonly version: string;
  readonly automaticAt: string;
  readonly slowAt: string | null;
  /** When customers on the person's own schedule get it, or undefined if there is no such schedule. */
  readonly ownAt?: string;
}

/** The number of releases shown. */
const SHOWN = 5;

/**
 * The next releases under a schedule, the soonest first; without a schedule, those with a channel date still to come. R56:
 * planned ones whose date has passed are none of them, and neither are those that are paused.
 */
export function toComing(
  releases: readonly DatedRelease[],
  schedule: Schedule | undefined,
  now: Date,
): readonly ComingRelease[] {
  return releases
    .filter((release) => release.state !== "withdrawn" && whyNotOffered(release, now.getTime()) === null)
    .flatMap((release) => {
      const ownAt = schedule && dateUnder(release, schedule);
      const at = schedule ? ownAt : lastOf(release);
      return at && Date.parse(at) > now.getTime() ? [{ ...release, ...(ownAt && { ownAt }), at }] : [];
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(0, SHOWN);
}

function lastOf({ automaticAt, slowAt }: DatedRelease): string {
  return slowAt !== null && Date.parse(slowAt) > Date.parse(automaticAt) ? slowAt : automaticAt;
}

/** R4: when a schedule makes a release eligible, or null if it never does. */
function dateUnder({ automaticAt, slowAt }: DatedRelease, wanted: Schedule): string | null {
  const schedule = toSchedule(wanted.cadence, wanted.deferralWeeks);
  if (!schedule.ok) return null;
  const dates = { automaticAt: read(automaticAt), slowAt: slowAt === null ? null : read(slowAt) };
  const at = eligibleAt(dates, schedule.value);
  return at === null ? null : formatInstant(at);
}

function read(text: string): Instant {
  const instant = parseInstant(text);
  if (!instant.ok) throw new Error(instant.error.message);
  return instant.value;
}
