import { EDGE_BOUNDS, type EdgeBounds } from "./edge-bounds.ts";

/** The limits of one client. Times are in milliseconds. */
export interface Limits {
  /** The bytes of a JSON body; streamed bodies have limits of their own. */
  readonly bodyBytes: number;
  /** The bytes of the request line and all headers together. */
  readonly headerBytes: number;
  /** The time from the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** The time for a JSON body to arrive whole; for a streamed one, the longest pause between bytes. */
  readonly bodyMs: number;
  /** The time for any request to arrive whole. */
  readonly requestMs: number;
  /** The time from the beginning of a resumable upload to its end. */
  readonly uploadMs: number;
  /** The time that a connection is kept without a request. */
  readonly keepAliveMs: number;
  /** The time for which an answer waits for a client that reads nothing of it, while there is more than the system takes. */
  readonly unreadMs: number;
  /** How often connections are checked for slow clients, and streams for callers that are not signed in any more. */
  readonly lookMs: number;
  /**
   * The time in which a server that stops tells clients to close their connections before it closes those that are idle; it
   * ends early if there are none.
   */
  readonly drainMs: number;
  /** The time that a server that stops then waits for calls in progress. */
  readonly stopMs: number;
  /** The most open streams of events on this server, and of one person or token. */
  readonly streams: number;
  readonly streamsOfOne: number;
  /** The most bytes that wait for the reader of a stream before it loses the connection. */
  readonly streamBytes: number;
  /** The time between two heartbeats of a stream. */
  readonly beatMs: number;
  /** The time for which one rendering of the metrics is shared by all who ask. */
  readonly metricsMs: number;
  readonly edges: EdgeBounds;
}

export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  headersMs: 30_000,
  bodyMs: 60_000,
  // A build of 4 GiB at 300 kB a second; Node would cut it off after five minutes.
  requestMs: 4 * 3_600_000,
  uploadMs: 24 * 3_600_000,
  // Longer than load balancers in front keep a connection idle, so that they never send into one that closes.
  keepAliveMs: 72_000,
  unreadMs: 60_000,
  lookMs: 5_000,
  drainMs: 1_000,
  stopMs: 30_000,
  streams: 5_000,
  streamsOfOne: 6,
  streamBytes: 256 * 1024,
  beatMs: 15_000,
  metricsMs: 1_000,
  edges: EDGE_BOUNDS,
};
