import type { Calendar } from "../../catalog/calendar.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import type { Instant } from "../../instant.ts";
import {
  type ComingRelease,
  ComingSum,
  ExpirySum,
  type RunningExpiry,
} from "../../policy/coming-releases.ts";
import type { UpcomingRelease } from "../../policy/forecast.ts";
import type { Foresight } from "../../policy/foresight.ts";
import type { OwnerForesight } from "./foresee.ts";

interface OfferSpan {
  readonly now: Instant;
  /** What becomes eligible after `now`, at least. */
  readonly items: readonly UpcomingRelease[];
}

/**
 * R56: what the installations of an owner get after `now`, or a new installation where nobody is counted; worked out in
 * slices, between which others are answered.
 */
export function comingOffers(
  owner: OwnerForesight,
  foresight: Foresight,
  span: OfferSpan,
): Promise<readonly ComingRelease[]> {
  return inSlices(sumOffers(owner, foresight, span));
}

function* sumOffers(
  { foresight: { basis }, askers }: OwnerForesight,
  foresight: Foresight,
  { now, items }: OfferSpan,
): Generator<void, readonly ComingRelease[]> {
  if (basis === "new_installation") {
    return items
      .filter(({ superseded, eligibleAt }) => !superseded && eligibleAt > now)
      .map(({ release, eligibleAt: at }) => ({ release, at, installations: 0, via: [] }));
  }
  const sum = new ComingSum();
  for (const { asker, standing, installations } of askers) {
    sum.add(foresight.follow(asker, standing, now), installations);
    yield;
  }
  return sum.result();
}

/** R29, R30: the ends of life of what the installations of an owner run. */
export function expiriesOf({ askers }: OwnerForesight, calendar: Calendar): readonly RunningExpiry[] {
  const sum = new ExpirySum(calendar);
  for (const { asker, installations } of askers) sum.add(asker, installations);
  return sum.result();
}
