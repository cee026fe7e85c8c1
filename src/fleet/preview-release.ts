import { type LimitForesight, LimitTally } from "../policy/limit-tally.ts";
import type { StepEffects } from "../policy/release-effect.ts";
import { type ReleaseForesight, ReleaseTally } from "../policy/release-tally.ts";
import type { Census } from "./census.ts";
import { countedOrganizations } from "./counted-organizations.ts";
import type { World } from "./world.ts";

/** The effect of a step with a release on everybody, and what it means by floors and ends of life. */
export interface StepForesight extends ReleaseForesight, LimitForesight {}

/** How many organizations are counted between two yields. */
const AT_ONCE = 32;

/**
 * Counts the effects of a step, organization by organization. Yields often, also between the kinds of installations of one
 * organization, of which outsiders can make thousands; one that changes meanwhile is counted as it was or as it is.
 */
export function* previewRelease(
  world: World,
  census: Census,
  effects: StepEffects,
): Generator<void, StepForesight> {
  const { kinds } = census;
  const [tally, limits] = [new ReleaseTally(effects, kinds), new LimitTally(effects, kinds)];
  let counted = 0;
  for (const organization of countedOrganizations(world, census)) {
    // Each is worked out once for all organizations of a standing; what is added below is known by then.
    for (const kind of organization.kindsBut(tally.foreseen(organization.standing))) {
      tally.foresee(organization.standing, kind);
      yield;
      limits.foresee(organization.standing, kind);
      yield;
    }
    tally.add(organization);
    limits.add(organization);
    if (++counted % AT_ONCE === 0) yield;
  }
  return { ...tally.result(), ...limits.result() };
}
