import { isDeepStrictEqual } from "node:util";
import type { TufRoots } from "../catalog/tuf-root.ts";
import type { FeedKeys, KeyPurpose } from "../catalog/updater-key.ts";
import { LastKnown } from "../serving/last-known.ts";
import { type EdgeKeys, readEdgeKeys } from "../updates/edge-keys.ts";
import { EDGE_PATHS } from "../updates/edge-protocol.ts";
import { OriginFailure, type Origins } from "./origins.ts";

const PATIENCE_MS = 5_000;

/** Reads the keys of the servers; throws if no server sends them. */
export function fetchKeys(origins: Origins): Promise<EdgeKeys> {
  return origins.ask({ path: EDGE_PATHS.keys, patienceMs: PATIENCE_MS }, async (answer) => {
    const keys = readEdgeKeys(await answer.json());
    if (keys === null) throw new OriginFailure(`${origins.current} sends keys that cannot be read`);
    return keys;
  });
}

/** The keys that sign for updaters and the roots of TUF, as the servers have them, or had them while none answers. */
export class OriginKeys {
  readonly #known: LastKnown<EdgeKeys>;

  /** `changed` is called with keys that are not those of before. */
  constructor(first: EdgeKeys, origins: Origins, changed: (keys: EdgeKeys) => Promise<void>) {
    let last = first;
    this.#known = new LastKnown(first, async () => {
      const keys = await fetchKeys(origins);
      if (!isDeepStrictEqual(keys, last)) await changed(keys);
      last = keys;
      return keys;
    });
  }

  /** Reads them again, if that was not done within a second. */
  async renew(): Promise<void> {
    await this.#known.now();
  }

  async keysOf(purpose: KeyPurpose): Promise<FeedKeys> {
    return (await this.#known.now()).keys[purpose];
  }

  async roots(): Promise<TufRoots> {
    return (await this.#known.now()).roots;
  }
}
