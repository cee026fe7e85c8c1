import type { Instant } from "../instant.ts";

/**
 * A version of the root of TUF: which keys sign what. It is signed offline with the vendor's keys and proves itself: each
 * version is signed by the keys of the one before.
 */
export interface TufRoot {
  /** Counted from 1, without a gap. */
  readonly version: number;
  /** The JSON of the file, as it was given. */
  readonly metadata: string;
  readonly addedAt: Instant;
}

/** Every version of the root, the oldest first; none if the vendor uses no TUF. */
export type TufRoots = readonly TufRoot[];
