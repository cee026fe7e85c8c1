/** What all edges together may take of one server. */
export interface EdgeBounds {
  /** The most edges that are connected at once. */
  readonly edges: number;
  /** The most answers that wait for a change at once. */
  readonly waiting: number;
  /** The most checkpoints that are sent at once, and the longest time in milliseconds for one. */
  readonly checkpoints: number;
  readonly checkpointMs: number;
  /** The most bytes of checkpoints that are sent in a minute; one of a million organizations has about 50 MB. */
  readonly checkpointBytesAMinute: number;
  /**
   * No batch of check-ins is taken while more than these wait to be written: the other room is for installations that ask
   * this server itself.
   */
  readonly checkIns: number;
}

export const EDGE_BOUNDS: EdgeBounds = {
  edges: 200,
  waiting: 400,
  checkpoints: 32,
  checkpointMs: 300_000,
  checkpointBytesAMinute: 8 * 1024 ** 3,
  checkIns: 50_000,
};
