/** Shortest lag in seconds that is told: between two looks at the ledger a server is not behind. */
const TOLD_FROM_SECONDS = 3;

/** The header of every answer to an installation from a server that lags; its value is the seconds. */
export const LAG_HEADER = "sluice-lag";

/** What knows for how many seconds the answers may be old: in a server, what follows the ledger. */
export interface LagSource {
  readonly secondsBehind: number;
}

/** Whole seconds since this server was last up to date, or null if it is, or nearly. */
export function lagSeconds(source: LagSource): number | null {
  const seconds = source.secondsBehind;
  return seconds < TOLD_FROM_SECONDS ? null : Math.floor(seconds);
}

/** The header that an answer has from a server that lags; none otherwise. */
export function lagHeaders(source: LagSource): Readonly<Record<string, string>> {
  const seconds = lagSeconds(source);
  return seconds === null ? {} : { [LAG_HEADER]: String(seconds) };
}
