import type { Block } from "../catalog/block.ts";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import type { ReleaseChange } from "../catalog/release-change.ts";
import { addDays, type Instant } from "../instant.ts";
import { VENDOR } from "./actors.ts";
import type { Chance } from "./chance.ts";
import { type PlannedChange, planChange } from "./planned-change.ts";
import type { Span } from "./simulation-wish.ts";
import { anyRange } from "./system-ranges.ts";

const HOUR = 1 / 24;

/** When a release is on the automatic channel, when it is published, and whether it is withdrawn later. */
interface LimitedRelease {
  readonly automaticAt: Instant;
  readonly publishedAt: Instant;
  readonly isToBeWithdrawn: boolean;
}

type Say = (at: Instant, change: ReleaseChange) => PlannedChange;

/** What the vendor limits of a release (R28 to R31) over time: floors, dates of support, blocks. */
export function planLimits(chance: Chance, release: LimitedRelease, say: Say): readonly PlannedChange[] {
  return [
    // A floor that is withdrawn would end the year of all who run less.
    ...(!release.isToBeWithdrawn && chance.percent(15) ? planFloor(chance, release, say) : []),
    ...(chance.percent(45) ? planEndOfLife(chance, release.automaticAt, say) : []),
    ...(chance.percent(30) ? planBlocks(chance, release, say) : []),
  ];
}

/** The ends of life of some releases that are out when the simulation is set up. `ids` are of the oldest first. */
export function planPastEnds(
  chance: Chance,
  ids: readonly string[],
  { settledAt }: Span,
): readonly PlannedChange[] {
  // The newest one stays: nothing is published after it yet.
  return ids.slice(0, -1).flatMap((id) => {
    const say: Say = (at, change) => planChange(at, VENDOR, { kind: "change_release", id, change });
    return chance.percent(40) ? planEndOfLife(chance, addDays(settledAt, -44), say) : [];
  });
}

/** R28: a floor from some days before publishing, or after it; some are taken back. */
function planFloor(chance: Chance, { publishedAt }: LimitedRelease, say: Say): readonly PlannedChange[] {
  const at = addDays(publishedAt, chance.between(-5, 30) + HOUR);
  const floor = { reason: "It changes how settings are kept." };
  const takenBackAt = addDays(at, chance.between(20, 120));
  return [say(at, { floor }), ...(chance.percent(30) ? [say(takenBackAt, { floor: null })] : [])];
}

/**
 * R29, R30: dates of support are said when newer releases are out. The end of life is some months later; it may be
 * postponed, even when it has passed, or come near, for a reason.
 */
function planEndOfLife(chance: Chance, automaticAt: Instant, say: Say): readonly PlannedChange[] {
  const at = addDays(automaticAt, chance.between(45, 75) + HOUR * chance.between(1, 20));
  const expiresAt = addDays(automaticAt, chance.between(110, 180));
  const supportEndsAt = chance.percent(70) ? addDays(expiresAt, -chance.between(0, 40)) : null;
  const said = say(at, { expiresAt, supportEndsAt, warnDays: chance.pick([14, 30, 30, 60]) });
  const becomes = chance.weighted({ stays: 55, postponed: 20, near: 25 });
  switch (becomes) {
    case "stays":
      return [said];
    case "postponed":
      return [
        said,
        say(addDays(expiresAt, chance.between(-30, 10)), {
          expiresAt: addDays(expiresAt, chance.between(50, 90)),
        }),
      ];
    case "near": {
      const changedAt = addDays(at, chance.between(1, 20));
      const nearAt = addDays(changedAt, chance.between(2, 25));
      const expiryReason = "A flaw that cannot be mended in it.";
      return [said, say(changedAt, { supportEndsAt: null, expiresAt: nearAt, expiryReason })];
    }
  }
}

/** R31: blocks come after publishing, or just before it; some end by themselves, some are removed, others stay. */
function planBlocks(chance: Chance, { publishedAt }: LimitedRelease, say: Say): readonly PlannedChange[] {
  const at = addDays(publishedAt, HOUR * chance.between(-10, 20 * 24));
  const blocks = Array.from({ length: chance.pick([1, 1, 2]) }, () => anyBlock(chance, at));
  const planned = [say(at, { blocks })];
  if (chance.percent(25)) {
    const moreAt = addDays(at, chance.between(1, 10));
    planned.push(say(moreAt, { blocks: [...blocks, anyBlock(chance, moreAt)] }));
  }
  if (chance.percent(50)) planned.push(say(addDays(at, chance.between(11, 40)), { blocks: [] }));
  return planned;
}

/** What a block is limited by. */
const BLOCKED_BY = { platform: 3, arch: 2, target: 2, range: 6, nothing: 1 };

/** A block by platform, architecture, range of systems or several of these; one of all computers has an end. */
function anyBlock(chance: Chance, at: Instant): Block {
  const by = chance.weighted(BLOCKED_BY);
  const platform = by === "arch" || by === "nothing" ? null : chance.pick(PLATFORMS);
  const arch = by === "arch" || by === "target" ? chance.pick(ARCHITECTURES) : null;
  const osVersion = by === "range" && platform !== null ? anyRange(chance, platform) : null;
  const endsAt = addDays(at, chance.between(2, 30) + HOUR * chance.between(0, 23));
  const until = by === "nothing" || chance.percent(50) ? endsAt : null;
  return { platform, arch, osVersion, reason: "It does not start on these computers.", until };
}
