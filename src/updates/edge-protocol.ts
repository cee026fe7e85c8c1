import { LAG_HEADER } from "./lag.ts";

/**
 * What an edge asks of the server behind it, and how. An edge is a process that only answers installations; every call
 * carries the edge key as a bearer token, and nothing else is answered to that key. Every call also has the headers of
 * `EDGE_HEADERS`; a server that does not know the version refuses with 409 `edge_protocol_unknown`.
 */
export const EDGE_PATHS = {
  /**
   * GET: the bytes of a world (`imageOf`), at the position that `POSITION_HEADERS` name, which may be some seconds old. The
   * query says `format`, the version of these bytes that the edge reads (`IMAGE_FORMAT`); another one is refused with 409
   * `checkpoint_format_unknown`. 503 with Retry-After asks for the same later.
   */
  checkpoint: "/v1/edge/checkpoint",
  /**
   * GET: the entries after the position in the query (`after` is its sequence, `hash` its hash), at most `max` of them, one
   * JSON line (`SentEntry`) each. An answer of fewer than `max` entries ends where a transaction ends. At the end of the
   * ledger the answer waits up to `wait` seconds for the next entry, and is empty if none comes. Refused with 409
   * `position_unknown` if the ledger has another entry there, or ends before.
   */
  entries: "/v1/edge/entries",
  /** GET: what signing for updaters takes beside the ledger (`EdgeKeys`), as JSON. */
  keys: "/v1/edge/keys",
  /**
   * POST: check-ins, one JSON line (`SentCheckIn`) each, as `BATCH_TYPE`, and how many checks were not counted for want of an
   * enrolment key, one line (`SentUnproven`) for each organization. They are taken all or none; 429 or 503 with
   * Retry-After asks for the same batch later. A line that is no check-in is counted and left out, so that it holds none
   * back. Of a batch that is sent twice the check-ins do no harm: of two of an installation the later one counts. The checks
   * that were not counted are added, so they are counted twice then (docs/edge.md).
   */
  checkIns: "/v1/edge/check-ins",
} as const;

/** The version of this protocol. It changes when an edge of the version before would misread an answer. */
export const EDGE_PROTOCOL = "1";

/** The headers of each call of an edge. */
export const EDGE_HEADERS = {
  /** `EDGE_PROTOCOL`. */
  protocol: "sluice-edge-protocol",
  /** A name of this process, the same in each of its calls: 1 to 64 letters, digits, dots, dashes and underscores. */
  edge: "sluice-edge",
} as const;

/** The environment variable with the edge key, the same for edges and servers, and what it may hold. */
export const EDGE_KEY = {
  name: "SLUICE_EDGE_KEY",
  usual: null,
  isRight: (value: string) => /^[\x21-\x7e]{32,}$/.test(value),
  allowed: "at least 32 visible ASCII characters",
  isSecret: true,
} as const;

/** The position in the ledger of an answer with a checkpoint. */
export const POSITION_HEADERS = { sequence: "sluice-sequence", hash: "sluice-hash" } as const;

/** What an accepted answer of the server tells beside its content. */
export const SERVER_HEADERS = {
  /** The instant of the answer by the clock of the database, in ISO 8601 with milliseconds. */
  now: "sluice-now",
  /** For how many seconds the server has not seen the end of the ledger; left out if it has. */
  lag: LAG_HEADER,
} as const;

/** The media type of a batch of check-ins, and of entries. */
export const BATCH_TYPE = "application/x-ndjson";

/** The bounds of both sides. */
export const EDGE_LIMITS = {
  /** Entries in one answer. */
  entries: 2_000,
  /** The longest time in seconds that an answer waits for the next entry. */
  waitSeconds: 25,
  /** Check-ins in one batch, and the bytes of it. */
  checkIns: 5_000,
  checkInBytes: 4 * 1024 * 1024,
} as const;
