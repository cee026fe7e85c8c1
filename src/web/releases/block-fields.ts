import type { Architecture, Platform } from "../../catalog/platform.ts";
import type { Release, ReleaseChange } from "../data/releases.ts";
import { isOsText, textOrNull } from "./typed-text.ts";

export type ShownBlock = Release["blocks"][number];
/** A block of a change, in which what does not limit it may be left out. */
export type SaidBlock = NonNullable<ReleaseChange["blocks"]>[number];

/** "any" stands for what does not limit a block. */
export const ANY = "any";

/** A block as it is entered. */
export interface BlockDraft {
  readonly platform: Platform | typeof ANY;
  readonly arch: Architecture | typeof ANY;
  /** Versions of the operating system as they are typed; "" does not limit. */
  readonly from: string;
  readonly below: string;
  readonly reason: string;
  readonly until: string | null;
}

export const EMPTY_BLOCK: BlockDraft = {
  platform: ANY,
  arch: ANY,
  from: "",
  below: "",
  reason: "",
  until: null,
};

/** The block as the API takes it, or null if something in it is missing or wrong. */
export function readBlock(draft: BlockDraft): ShownBlock | null {
  const { platform, arch, from, below, reason, until } = draft;
  if (reason.trim() === "" || !isOsText(from) || !isOsText(below)) return null;
  const range = { from: textOrNull(from), below: textOrNull(below) };
  return {
    platform: platform === ANY ? null : platform,
    arch: arch === ANY ? null : arch,
    osVersion: range.from === null && range.below === null ? null : range,
    reason: reason.trim(),
    until,
  };
}

/** A block in full. */
export function toShownBlock(said: SaidBlock): ShownBlock {
  const { platform = null, arch = null, osVersion = null, reason, until = null } = said;
  const { from = null, below = null } = osVersion ?? {};
  return { platform, arch, osVersion: osVersion && { from, below }, reason, until };
}

/** The change that leaves a release with these blocks. */
export function toBlocksChange(blocks: readonly ShownBlock[]): ReleaseChange {
  return { blocks: [...blocks] };
}
