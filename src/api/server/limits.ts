/** What one client may take of the server. Times are in milliseconds. */
export interface Limits {
  /** Of a JSON body; what is streamed has limits of its own. */
  readonly bodyBytes: number;
  /** Of the first line and all headers together. */
  readonly headerBytes: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** For a JSON body to arrive whole; for what is streamed, the longest without a byte. */
  readonly bodyMs: number;
  /** For any request to arrive whole. */
  readonly requestMs: number;
  /** From the beginning of a resumable upload to its end. */
  readonly uploadMs: number;
  /** How long a connection is kept without a request. */
  readonly keepAliveMs: number;
  /** How often connections are looked over for those that are too slow, and streams for those not signed in any more. */
  readonly lookMs: number;
  /** How long a server that stops waits for the calls under way. */
  readonly stopMs: number;
  /** Open streams of events: on this server, and of one person or token. */
  readonly streams: number;
  readonly streamsOfOne: number;
  /** What may wait for the reader of a stream before it loses the connection. */
  readonly streamBytes: number;
  /** How often a stream gives a sign of life. */
  readonly beatMs: number;
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
  lookMs: 5_000,
  stopMs: 30_000,
  streams: 5_000,
  streamsOfOne: 6,
  streamBytes: 256 * 1024,
  beatMs: 15_000,
};
