import { compare } from "./naive-version.ts";
import type { BlockRecord, ReleaseRecord } from "./records.ts";

const DAY = 24 * 60 * 60 * 1000;

/** A release before and after somebody changes it; before is null if it is entered. */
interface Changed {
  readonly before: ReleaseRecord | null;
  readonly after: ReleaseRecord;
}

/** R28 to R31: the code with which what a release limits is refused, or null. */
export function limitRefusal(
  releases: readonly ReleaseRecord[],
  changed: Changed,
  at: number,
): string | null {
  return dateRefusal(changed, at) ?? blockRefusal(changed, at) ?? strandRefusal(releases, changed);
}

/** R29, R30. */
function dateRefusal({ before, after }: Changed, at: number): string | null {
  const { supportEndsAt, expiresAt, expiryReason } = after;
  if (expiresAt === null) return null;
  if (supportEndsAt !== null && supportEndsAt > expiresAt) return "support_after_expiry";
  if (expiryReason !== null || expiresAt >= at + 30 * DAY) return null;
  const isNewDate = before === null || before.expiresAt !== expiresAt;
  return isNewDate || before.expiryReason !== null ? "expiry_needs_reason" : null;
}

/** R28, R30: a floor or an end of life that is new. */
function strandRefusal(releases: readonly ReleaseRecord[], { before, after }: Changed): string | null {
  const newer = releases.filter(
    ({ state, version }) => state === "published" && compare(version, after.version) > 0,
  );
  const isNewFloor = after.floor !== null && (before === null || before.floor === null);
  if (isNewFloor && lacks([after], newer)) return "floor_without_build";
  const { expiresAt } = after;
  if (expiresAt === null || (before !== null && before.expiresAt === expiresAt)) return null;
  const lasting = newer.filter((other) => other.expiresAt === null || other.expiresAt > expiresAt);
  return lacks(lasting, [after]) ? "expiry_strands" : null;
}

/** R31: of the blocks that were not there before. */
function blockRefusal({ before, after }: Changed, at: number): string | null {
  const known = (before?.blocks ?? []).map((block) => JSON.stringify(block));
  for (const block of after.blocks) {
    if (known.includes(JSON.stringify(block))) continue;
    if (isEmptyRange(block)) return "os_range_empty";
    if (block.until !== null && block.until <= at) return "block_ended";
  }
  return null;
}

function isEmptyRange({ osVersion }: BlockRecord): boolean {
  const { from, below } = osVersion ?? { from: null, below: null };
  return from !== null && below !== null && compare(from, below) >= 0;
}

/** Whether some of these releases have builds for a platform for which none of those has one. */
function lacks(those: readonly ReleaseRecord[], these: readonly ReleaseRecord[]): boolean {
  const had = platformsOf(those);
  return platformsOf(these).some((platform) => !had.includes(platform));
}

function platformsOf(releases: readonly ReleaseRecord[]): string[] {
  return releases.flatMap(({ builds }) => builds.map(({ name }) => name.split("/")[0] ?? ""));
}
