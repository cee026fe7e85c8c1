import type { ForetoldRelease } from "./foretold-release.ts";
import type { RolloutClock } from "./rollout-turns.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** A release that is newer than what installations run that are alike. */
export interface NewerRelease {
  readonly release: ForetoldRelease;
  /** R20: whether it is critical for them. */
  readonly isCritical: boolean;
  /** R31, R32: from when it is for their computers; Infinity if it never is. */
  readonly fitsFrom: number;
  /** R30: from when it is eligible for them as they stand, then on each rung on which they leave what they run. */
  readonly dues: readonly number[];
}

/** When installations that are alike can be offered something at the earliest. */
export interface FirstOffer {
  /** When all of them can be, or Infinity. */
  readonly together: number;
  /** R18: what can reach some of them before that, each at its own turn. */
  readonly byTurn: readonly ReleaseByTurn[];
}

interface ReleaseByTurn {
  readonly clock: RolloutClock;
  readonly dueAt: number;
  /** R30: when they get it at the latest, because what they run is past its end of life. */
  readonly leavingAt: number;
  readonly fitsFrom: number;
}

/** `expiresAt` is the end of life (R30) of what they run, or Infinity. */
export function toFirstOffer(newer: readonly NewerRelease[], expiresAt: number): FirstOffer {
  let together = NEVER;
  const byTurn: ReleaseByTurn[] = [];
  for (const { release, isCritical, fitsFrom, dues } of newer) {
    const [dueAt = NEVER, ...ways] = dues;
    const leavingAt = Math.max(expiresAt, Math.min(...ways));
    const clock = isCritical ? null : release.clock;
    if (clock) byTurn.push({ clock, dueAt, leavingAt, fitsFrom });
    else {
      const at = isCritical ? release.criticalAt : dueAt;
      together = Math.min(together, Math.max(Math.min(at, leavingAt), fitsFrom));
    }
  }
  const isSooner = ({ dueAt, leavingAt, fitsFrom }: ReleaseByTurn) =>
    Math.max(Math.min(dueAt, leavingAt), fitsFrom) < together;
  return { together, byTurn: byTurn.filter(isSooner) };
}

/** The instant before which one of the installations should be offered nothing, or Infinity. */
export function firstOfferAt({ together, byTurn }: FirstOffer, installation: number): number {
  let first = together;
  for (const { clock, dueAt, leavingAt, fitsFrom } of byTurn) {
    const entersAt = Math.min(clock.entersAt(dueAt, installation), leavingAt);
    first = Math.min(first, Math.max(entersAt, fitsFrom));
  }
  return first;
}
