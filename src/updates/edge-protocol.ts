/**
 * What an edge asks of the server behind it, and how. An edge is a process that only answers installations; every call
 * carries the edge key as a bearer token, and nothing else is answered to that key.
 */
export const EDGE_PATHS = {
  /**
   * GET: the bytes of the world in memory (`imageOf`), at the position that `POSITION_HEADERS` name. The query says
   * `format`, the version of these bytes that the edge reads; another one is refused with 409 `format_unknown`.
   */
  checkpoint: "/v1/edge/checkpoint",
  /**
   * GET: the entries after the position in the query (`after` is its sequence, `hash` its hash), at most `max` of them, one
   * JSON line (`SentEntry`) each. At the end of the ledger the answer waits up to `wait` seconds for the next entry, and is
   * empty if none comes. Refused with 409 `position_unknown` if the ledger has another entry there, or ends before.
   */
  entries: "/v1/edge/entries",
  /** GET: what signing for updaters takes beside the ledger (`EdgeKeys`), as JSON. */
  keys: "/v1/edge/keys",
  /**
   * POST: check-ins, one JSON line (`SentCheckIn`) each. They are taken all or none; 429 or 503 with Retry-After asks for
   * the same batch later. Sending a batch twice does no harm: of two check-ins of an installation the later one counts.
   */
  checkIns: "/v1/edge/check-ins",
} as const;

/** The position in the ledger of an answer with a checkpoint. */
export const POSITION_HEADERS = { sequence: "sluice-sequence", hash: "sluice-hash" } as const;

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
