import { World } from "../fleet/world.ts";
import { IMAGE_FORMAT, ImageReader } from "../fleet/world-image.ts";
import { EDGE_PATHS, POSITION_HEADERS } from "../updates/edge-protocol.ts";
import type { EdgeLog } from "./edge-log.ts";
import { OriginFailure, type Origins } from "./origins.ts";
import { BeginningCollector } from "./spare-memory.ts";

/** The longest time in milliseconds for a checkpoint, which may be some hundred megabytes. */
const PATIENCE_MS = 10 * 60_000;

/**
 * The world of the servers as it is now; an empty one if no server sends it in a form that this edge reads, so that the
 * ledger is read whole. Throws if no server answers.
 */
export async function fetchWorld(origins: Origins, log: EdgeLog): Promise<World> {
  try {
    return await readFrom(origins);
  } catch (error) {
    if (!(error instanceof OriginFailure) || error.code !== "checkpoint_format_unknown") throw error;
    const message =
      "the servers have checkpoints of another format, so the ledger is read whole; upgrade edges and servers together";
    log.warn(message, { format: IMAGE_FORMAT, reason: error.message });
    return new World();
  }
}

/** The world as a server sends it; each part is put where it stays while the next one is on its way. */
function readFrom(origins: Origins): Promise<World> {
  const path = `${EDGE_PATHS.checkpoint}?format=${IMAGE_FORMAT}`;
  return origins.ask({ path, patienceMs: PATIENCE_MS }, async (answer) => {
    const sequence = Number(answer.headers.get(POSITION_HEADERS.sequence) ?? Number.NaN);
    const hash = answer.headers.get(POSITION_HEADERS.hash);
    if (!Number.isSafeInteger(sequence) || hash === null) {
      throw new OriginFailure(`${origins.current} does not say at which position its checkpoint is`);
    }
    const reader = new ImageReader();
    const collector = new BeginningCollector();
    for await (const part of answer.body ?? []) {
      reader.take(part);
      collector.passed(part.length);
    }
    return reader.worldAt({ sequence, hash });
  });
}
