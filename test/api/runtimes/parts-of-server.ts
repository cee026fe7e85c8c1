import { createFollower } from "../../../src/api/server/follow-ledger.ts";
import { KEY_PURPOSES } from "../../../src/catalog/updater-key.ts";
import { World } from "../../../src/fleet/world.ts";
import { imageOf } from "../../../src/fleet/world-image.ts";
import type { TestServer } from "../../support/running-server.ts";
import type { SentParts } from "./sent-parts.ts";

/** What a server with a stopped clock answers from now. */
export async function partsOf({ context }: TestServer): Promise<SentParts> {
  const { store, feedKeys, tufRoots, now, originOf, sharedCacheSeconds, log } = context;
  const world = new World();
  await createFollower(store, world, { replace: async () => undefined, log }).catchUp();
  return {
    image: Buffer.concat([...imageOf(world)]).toString("base64"),
    head: world.head,
    now: now(),
    origin: originOf(undefined),
    sharedCacheSeconds,
    keys: await Promise.all(KEY_PURPOSES.map(async (purpose) => [purpose, await feedKeys(purpose)] as const)),
    roots: await tufRoots(),
  };
}
