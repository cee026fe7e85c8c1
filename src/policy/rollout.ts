import type { Release } from "../catalog/release.ts";
import { addDays, type Instant } from "../instant.ts";

/**
 * R18: an installation's turn in a release's rollout, from 0 (first) to 1 (last), as a stable hash of both: every
 * server computes the same on every day. Without an installation id it is 1.
 */
export function rolloutTurn(releaseId: string, installation: string | null): number {
  return installation === null ? 1 : hash32(`${releaseId}/${installation}`) / 2 ** 32;
}

/** R18: when an installation gets a release that became eligible at `from`. */
export function entersRolloutAt(release: Release, from: Instant, installation: string | null): Instant {
  if (release.rolloutDays === 0) return from;
  return addDays(from, release.rolloutDays * rolloutTurn(release.id, installation));
}

/** R18: when the last installation gets a release that became eligible at `from`. */
export function rolloutEndsAt(release: Release, from: Instant): Instant {
  return addDays(from, release.rolloutDays);
}

/**
 * FNV-1a over UTF-16 code units, then MurmurHash3's finaliser for an even spread. Part of the product: never change it.
 */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
