import { type Block, isBlocked, isForAll, isInForce } from "../../catalog/block.ts";
import type { Candidate, Gate } from "./gate.ts";
import { ALWAYS, both, NEVER, type Opening, openFrom } from "./opening.ts";

/** R31: a release is not offered to computers that one of its blocks is about. */
export const BLOCK: Gate = {
  name: "block",
  rule: "R31",
  isPassedByCritical: false,
  isPassedByStep: false,
  holdsBack: false,
  opening: (candidate) => blocksOn(candidate).map(openingOf).reduce(both, ALWAYS),
  dates: ({ entry }) => entry.release.blocks.flatMap(({ until }) => until ?? []),
  reason(candidate, at) {
    const block = blocksOn(candidate).find((one) => isInForce(one, at));
    return block
      ? { code: "release_blocked", version: candidate.entry.release.version, reason: block.reason }
      : null;
  },
  trace: {
    some: "not_for_some_computers",
    none: "nothing_is_blocked",
    isAbout: ({ release }) => release.blocks.length > 0,
  },
};

const NO_BLOCKS: readonly Block[] = [];

/** The blocks about the asker or, without an asker, those about every computer. */
function blocksOn({ entry: { release }, asker }: Candidate): readonly Block[] {
  const { blocks } = release;
  if (blocks.length === 0) return NO_BLOCKS;
  return blocks.filter((block) => (asker ? isBlocked(block, asker.target, asker.os) : isForAll(block)));
}

function openingOf({ until }: Block): Opening {
  return until === null ? NEVER : openFrom(until);
}
