import type { RawCheckIn } from "./raw-check-in.ts";

/** What a check-in comes down to, as numbers of 32 bits without a sign. */
export interface CheckInHash {
  /** 64 bits for the installation and its organization, in either case. */
  keyHigh: number;
  keyLow: number;
  /** 32 bits for everything else that it said, and what it was offered. */
  said: number;
}

const PRIME = 0x01000193;
const OTHER_PRIME = 0x5bd1e995;
/** Turns a capital letter into a small one, and leaves the other characters of a UUID as they are. */
const SMALL = 0x20;
/** Ends a text, so that what follows is not taken for its end. */
const END = 0x1ff;
const NOTHING = 0x2ff;

/** Hashes with a seed of this process, so that nobody can choose installations that are remembered in the same place. */
export class CheckInHasher {
  /** The result of {@link read}, filled in anew each time: a check-in leaves no object behind. */
  readonly hash: CheckInHash = { keyHigh: 0, keyLow: 0, said: 0 };
  readonly #seed: number;

  constructor(seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) {
    this.#seed = seed | 0;
  }

  /** The hash of a check-in whose ids are texts; what is no text elsewhere counts as not said. Valid until the next call. */
  read(noted: RawCheckIn): CheckInHash {
    this.#readKey(noted.organizationId, noted.installation);
    this.hash.said = saidBy(noted);
    return this.hash;
  }

  #readKey(organizationId: string, installation: string): void {
    let high = this.#seed;
    let low = ~high;
    for (let at = 0; at < organizationId.length; at++) {
      const code = organizationId.charCodeAt(at) | SMALL;
      high = Math.imul(high ^ code, PRIME);
      low = (Math.imul(low ^ code, OTHER_PRIME) + high) | 0;
    }
    for (let at = 0; at < installation.length; at++) {
      const code = installation.charCodeAt(at);
      high = Math.imul(high ^ code, PRIME);
      low = (Math.imul(low ^ code, OTHER_PRIME) + high) | 0;
    }
    this.hash.keyHigh = spread(high);
    this.hash.keyLow = spread(low);
  }
}

function saidBy(noted: RawCheckIn): number {
  const { user, target, updater, running, os, managed, enrolmentKey, offered } = noted;
  let hash = Math.imul(target + 1, PRIME) ^ (managed ? 1 : 0);
  hash = Math.imul(hash ^ (enrolmentKey ?? 0), PRIME);
  hash = withText(hash, user);
  hash = withText(hash, updater);
  hash = withText(hash, running);
  hash = withText(hash, os);
  if (offered === null) return spread(hash);
  for (const part of offered.parts) hash = spread(Math.imul(hash ^ part, PRIME) ^ (part / 2 ** 32));
  return spread(hash ^ END);
}

function withText(before: number, text: string | null): number {
  if (typeof text !== "string") return Math.imul(before ^ NOTHING, PRIME);
  let hash = before;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return Math.imul(hash ^ END, PRIME);
}

/** Has each bit decide about every other. */
function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
