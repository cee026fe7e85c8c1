import type { Release } from "../catalog/release.ts";
import { addDays, toInstant } from "../instant.ts";

/**
 * R18: an installation's turn in a release's rollout, from 0 (first) to 1 (last), as a stable hash of both: every
 * server computes the same on every day. Without an installation id it is 1.
 */
export function rolloutTurn(releaseId: string, installation: string | null): number {
  return installation === null ? 1 : hash32(`${releaseId}/${installation}`) / 2 ** 32;
}

/** R18, R33: how much open time has to pass before an installation gets a release, in milliseconds. */
export function neededTime({ id, rolloutDays }: Release, installation: string | null): number {
  return rolloutDays === 0 ? 0 : addDays(NONE, rolloutDays * rolloutTurn(id, installation));
}

/** R18, R33: how much open time has to pass before the last installation gets a release, in milliseconds. */
export function wholeTime({ rolloutDays }: Release): number {
  return addDays(NONE, rolloutDays);
}

const NONE = toInstant(0);

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
