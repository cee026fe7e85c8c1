import { lagSeconds } from "../updates/lag.ts";
import type { EdgeConfig } from "./edge-config.ts";
import type { RunningWorld } from "./running-world.ts";

/** What `/readyz` answers. */
interface Health {
  readonly isReady: boolean;
  readonly state: { readonly status: "starting" | "ready" | "lagging" | "diverged" } & Readonly<
    Record<string, string | number>
  >;
}

/**
 * Whether an edge is ready. Not before it has a world, while its world is of a past that the servers have lost, and when it
 * lags by more than the operator allows. It is ready without any server: then it lags and says by how much.
 */
export function healthOf(
  world: RunningWorld | null,
  { mostLagSeconds }: Pick<EdgeConfig, "mostLagSeconds">,
): Health {
  if (world === null) return { isReady: false, state: { status: "starting" } };
  const { context, following, clock } = world;
  const { origin } = following;
  const behindSeconds = Math.floor(origin.secondsBehind);
  const state = {
    answered: context.fleet.sequence,
    behindSeconds,
    clockAheadSeconds: clock.aheadSeconds,
    checkInsWaiting: context.checkIns.size,
  };
  if (origin.hasDiverged) return { isReady: false, state: { status: "diverged", ...state } };
  const isReady = mostLagSeconds === null || behindSeconds < mostLagSeconds;
  return { isReady, state: { status: lagSeconds(origin) === null ? "ready" : "lagging", ...state } };
}
