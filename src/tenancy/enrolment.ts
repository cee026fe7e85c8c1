import type { Instant } from "../instant.ts";

/** The most enrolment keys of an organization that count at once: the old one and the new one while a key is renewed. */
export const MOST_ENROLMENT_KEYS = 2;

/**
 * An enrolment key of an organization. Its secret never leaves the server; the addresses of the organization's apps carry a
 * tag that is made with it.
 */
export interface EnrolmentKey {
  /** From 1 on, in the order in which the keys of an organization were made; never used again. */
  readonly number: number;
  readonly createdAt: Instant;
  /** SHA-256 of the tag, in lower-case hex: whether a tag is right can be told from it, and no tag can be made. */
  readonly tagDigest: string;
}

/** What the installations of an organization have to show so that they are counted. */
export interface Enrolment {
  readonly organizationId: string;
  /** Whether an installation without the tag of one of the keys is not counted. What it is offered never depends on it. */
  readonly required: boolean;
  /** How many keys were made so far, also those that were ended. */
  readonly made: number;
  /** The keys that count, the oldest first; at most {@link MOST_ENROLMENT_KEYS}. */
  readonly keys: readonly EnrolmentKey[];
}

/** What stands where nothing was ever saved: no key, and none is required. */
export function noEnrolment(organizationId: string): Enrolment {
  return { organizationId, required: false, made: 0, keys: [] };
}
