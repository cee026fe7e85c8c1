import type { Instant } from "../instant.ts";

/**
 * What a server signs for updaters with keys of its own: repositories of apt, the online roles of TUF, and answers of
 * Omaha (CUP). Builds are signed by their developers with keys that never come here.
 */
export const KEY_PURPOSES = ["apt", "tuf", "omaha"] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** A key of one purpose. The forms are those of its purpose: armored OpenPGP for apt, PEM for the others. */
export interface FeedKey {
  readonly id: string;
  readonly publicKey: string;
  /** The private half, or null if the key is retired. */
  readonly privateKey: string | null;
  readonly createdAt: Instant;
}

/** The keys of one purpose, the newest first; that one signs. */
export type FeedKeys = readonly FeedKey[];

/** The keys of a purpose with their numbers, from 1 on in the order in which they were made; a number never changes. */
export function numberedKeys(keys: FeedKeys): readonly { readonly number: number; readonly key: FeedKey }[] {
  const inOrder = [...keys].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  return inOrder.map((key, index) => ({ number: index + 1, key }));
}
