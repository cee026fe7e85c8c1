import type { Gate } from "./gates/gate.ts";
import { AUTOMATIC, type Schedule } from "./schedule.ts";
import { beginStanding, type Standing } from "./standing.ts";

/** R30: what is set aside, one after the other, so that an expired installation can leave. */
export const SET_ASIDE = ["hold_and_rollout", "weeks", "cadence"] as const;
export type SetAside = (typeof SET_ASIDE)[number];

/** R30: a way in which a release is judged for an installation that must leave what it runs. */
export interface Rung {
  /** What is set aside last, or null if nothing is: everything before it is set aside too. */
  readonly setAside: SetAside | null;
  readonly standing: Standing;
  readonly gates: readonly Gate[];
}

/**
 * R30: the rungs of a standing, in order: as it stands; without hold and rollout; also without weeks; also without cadence.
 */
export function rungsOf(standing: Standing, gates: readonly Gate[]): readonly Rung[] {
  const { schedule } = standing;
  const fewer = gates.filter((gate) => !gate.isPassedByCritical);
  const without = (setAside: SetAside, of: Schedule): Rung => {
    return { setAside, standing: beginStanding(of), gates: fewer };
  };
  return [
    { setAside: null, standing, gates },
    without("hold_and_rollout", schedule),
    without("weeks", withoutWeeks(schedule)),
    without("cadence", AUTOMATIC),
  ];
}

function withoutWeeks(schedule: Schedule): Schedule {
  return schedule.cadence === "automatic" ? schedule : { ...schedule, deferralWeeks: 0 };
}
