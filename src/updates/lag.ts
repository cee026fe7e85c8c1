/** The shortest lag in seconds that is reported; between two reads of the ledger a server is not behind. */
const TOLD_FROM_SECONDS = 3;

/** The header of answers to installations from a server that lags; its value is in whole seconds. */
export const LAG_HEADER = "sluice-lag";

/** The source of the lag in seconds: in a server, the follower of the ledger. */
export interface LagSource {
  readonly secondsBehind: number;
  /** Whether the answers follow from changes that the ledger no longer has; the lag is then reported from the first second. */
  readonly hasDiverged: boolean;
}

/** Whole seconds since this server was last up to date, or null if it is, or nearly. */
export function lagSeconds(source: LagSource): number | null {
  const seconds = source.secondsBehind;
  if (source.hasDiverged) return Math.max(1, Math.floor(seconds));
  return seconds < TOLD_FROM_SECONDS ? null : Math.floor(seconds);
}

/** The header of an answer from a server that lags; empty otherwise. */
export function lagHeaders(source: LagSource): Readonly<Record<string, string>> {
  const seconds = lagSeconds(source);
  return seconds === null ? {} : { [LAG_HEADER]: String(seconds) };
}
