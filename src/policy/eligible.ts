import type { Release } from "../catalog/release.ts";
import { addWeeks, type Instant } from "../instant.ts";
import { deferralOf, type Schedule } from "./schedule.ts";

/**
 * R3, R4: when a release becomes eligible under a schedule: its channel's date plus the deferral, in UTC; or null if
 * the schedule is slow and the release is not on the slow channel.
 */
export function eligibleAt(
  release: Pick<Release, "automaticAt" | "slowAt">,
  schedule: Schedule,
): Instant | null {
  const channelAt = schedule.cadence === "slow" ? release.slowAt : release.automaticAt;
  return channelAt === null ? null : addWeeks(channelAt, deferralOf(schedule));
}
