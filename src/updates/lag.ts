import type { Context } from "../api/context.ts";

/** From how many seconds on a server says that its answers may be old: between two looks at the ledger it is not behind. */
const TOLD_FROM_SECONDS = 3;

/** Tells who asks for updates that the answer comes from a server that lags, with the seconds; no other answer has it. */
export const LAG_HEADER = "sluice-lag";

/** For so many whole seconds nobody knows what changed; null: the answers are up to date, or nearly. */
export function lagSeconds({ follower }: Pick<Context, "follower">): number | null {
  const seconds = follower.secondsBehind;
  return seconds < TOLD_FROM_SECONDS ? null : Math.floor(seconds);
}

/** The header that an answer has from a server that lags; none otherwise. */
export function lagHeaders(context: Pick<Context, "follower">): Readonly<Record<string, string>> {
  const seconds = lagSeconds(context);
  return seconds === null ? {} : { [LAG_HEADER]: String(seconds) };
}
