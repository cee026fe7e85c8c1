import type { Instant } from "../instant.ts";
import { ok } from "../result.ts";
import { archiveLedger, countArchivable, SEGMENT_ENTRIES } from "../store/archive/archive-ledger.ts";
import type { Segment } from "../store/archive/segment.ts";
import type { Store } from "../store/store.ts";
import { checkpointThrough } from "./checkpoint-keeper.ts";

/**
 * Archives the whole segments of entries before an instant, as `archiveLedger` does, after a checkpoint is written that is
 * not before the last of them: a start never needs the archive.
 */
export async function archiveOlder(
  store: Store,
  before: Instant,
  onSegment?: (segment: Segment) => void,
): ReturnType<typeof archiveLedger> {
  const { archived, last } = await countArchivable(store.database, before);
  if (last - archived < SEGMENT_ENTRIES) return ok({ segments: 0, entries: 0, through: archived });
  const through = await checkpointThrough(store, last);
  return archiveLedger(store, { before, through }, onSegment);
}
