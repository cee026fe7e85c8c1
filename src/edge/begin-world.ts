import type { World } from "../fleet/world.ts";
import { worldOf } from "../fleet/world-image.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import type { EdgeKeys } from "../updates/edge-keys.ts";
import { type EdgeLog, reasonOf } from "./edge-log.ts";
import { fetchWorld } from "./fetch-world.ts";
import type { Keep, Kept, WorldBytes } from "./keep.ts";
import { fetchKeys } from "./origin-keys.ts";
import type { Origins } from "./origins.ts";
import { pause, pauseAfter } from "./pause.ts";

/** What an edge begins to answer with. */
export interface Beginning {
  readonly world: World;
  readonly keys: EdgeKeys;
  /** The position of the world that is kept, or null if none is. */
  readonly kept: LedgerPosition | null;
  /** When the world was known to be up to date, on the clock of `performance.now`. */
  readonly currentAt: number;
}

/** What a beginning works with. */
export interface BeginParts {
  readonly keep: Keep | null;
  readonly origins: Origins;
  readonly log: EdgeLog;
  /** Aborted when the edge stops. */
  readonly over: AbortSignal;
}

/**
 * The world and the keys to answer with: those that were kept, at once and without a server, else those of a server, which is
 * asked until it answers. Null if the edge stops meanwhile.
 */
export async function beginWorld(parts: BeginParts): Promise<Beginning | null> {
  const kept = await readKept(parts);
  if (kept) return kept;
  return untilAnswered(parts, async () => {
    const { origins, log } = parts;
    const world = await fetchWorld(origins, log);
    const beginning = { world, keys: await fetchKeys(origins), kept: null, currentAt: performance.now() };
    log.info("the world of a server is here", { sequence: world.sequence, origin: origins.current });
    return beginning;
  });
}

async function readKept({ keep, log }: BeginParts): Promise<Beginning | null> {
  if (keep === null) return null;
  const found = { world: readWorld(await keep.readWorld()), keys: await keep.readKeys() };
  const { world, keys } = found;
  for (const one of [world, keys]) {
    if (one.kind === "unusable")
      log.warn("what was kept is of no use, and is asked of a server again", { reason: one.why });
  }
  if (world.kind !== "found" || keys.kind !== "found") return null;
  const { head } = world.value;
  const age = Date.now() - ((await keep.readCurrent()) ?? 0);
  log.info("answers follow from the world that was kept", {
    sequence: head.sequence,
    ageSeconds: Math.round(age / 1000),
  });
  return {
    world: world.value,
    keys: keys.value,
    kept: head,
    currentAt: performance.now() - Math.max(0, age),
  };
}

function readWorld(kept: Kept<WorldBytes>): Kept<World> {
  if (kept.kind !== "found") return kept;
  const { bytes, head } = kept.value;
  return { kind: "found", value: worldOf(bytes, head) };
}

/** Does some work until it succeeds; says once why it does not. Null if the edge stops meanwhile. */
async function untilAnswered<Value>(
  { log, over }: BeginParts,
  work: () => Promise<Value>,
): Promise<Value | null> {
  let told = "";
  for (let failures = 1; !over.aborted; failures++) {
    try {
      return await work();
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== told && !over.aborted)
        log.warn("no server sends its world yet; nothing can be answered", { reason });
      told = reason;
      await pause(pauseAfter(failures, Math.random()), over);
    }
  }
  return null;
}
