import type { Block } from "../../src/catalog/block.ts";
import type { Build } from "../../src/catalog/build.ts";
import type { Release } from "../../src/catalog/release.ts";
import type { ReleaseChange } from "../../src/catalog/release-change.ts";

/** A change of a release at an instant, and the release before it. */
export interface ReleaseDeed {
  readonly before: Release;
  readonly change: ReleaseChange;
  readonly at: number;
}

type Deeds<Subject> = Readonly<Record<string, (subject: Subject) => boolean>>;

const DAY_MS = 86_400_000;

/** What a vendor can do with a release, by its name. */
export const RELEASE_DEEDS: Deeds<ReleaseDeed> = {
  published: ({ change }) => change.state === "published",
  paused: ({ change }) => change.state === "paused",
  withdrawn: ({ change }) => change.state === "withdrawn",
  "date slipped": ({ change }) => change.automaticAt !== undefined,
  "published days late": ({ before, change, at }) =>
    before.state === "planned" && change.state === "published" && at > before.automaticAt + DAY_MS,
  "rollout changed": ({ change }) => change.rolloutDays !== undefined,
  "critical for line": ({ change }) => change.critical?.scope === "line",
  "critical for all": ({ change }) => change.critical?.scope === "all",
  floor: ({ change }) => Boolean(change.floor),
  "floor that is not on slow": ({ before, change }) => Boolean(change.floor) && before.slowAt === null,
  "floor taken back": ({ before, change }) => change.floor === null && before.floor !== null,
  "end of support": ({ change }) => Boolean(change.supportEndsAt),
  "end of life": ({ change }) => Boolean(change.expiresAt),
  "end of life postponed": ({ before, change }) =>
    Boolean(change.expiresAt) && (change.expiresAt ?? 0) > (before.expiresAt ?? Number.POSITIVE_INFINITY),
  "end of life near": ({ change, at }) =>
    Boolean(change.expiryReason) && (change.expiresAt ?? Number.POSITIVE_INFINITY) < at + 30 * DAY_MS,
  "blocks removed": ({ before, change }) => change.blocks?.length === 0 && before.blocks.length > 0,
};

/** What a block can be about, by its name. */
export const BLOCK_DEEDS: Deeds<Block> = {
  "block by platform": ({ platform }) => platform !== null,
  "block by architecture": ({ arch }) => arch !== null,
  "block by systems": ({ osVersion }) => osVersion !== null,
  "block of all": ({ platform, arch, osVersion }) => platform === null && arch === null && osVersion === null,
  "block with an end": ({ until }) => until !== null,
  "block without end": ({ until }) => until === null,
};

/** The systems that a build can be for, by their name. */
export const BUILD_DEEDS: Deeds<Pick<Build, "minimumOsVersion" | "maximumOsVersion">> = {
  "build from a system on": ({ minimumOsVersion }) => minimumOsVersion !== null,
  "build up to a system": ({ maximumOsVersion }) => maximumOsVersion !== null,
};

/** The names of the deeds that a subject is one of. */
export function deedsOf<Subject>(deeds: Deeds<Subject>, subject: Subject): readonly string[] {
  return Object.keys(deeds).filter((name) => deeds[name]?.(subject));
}
