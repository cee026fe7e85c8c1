import fc from "fast-check";
import type { Block } from "../../../src/catalog/block.ts";
import { type OsVersion, readOsVersion } from "../../../src/catalog/os-version.ts";
import { ARCHITECTURES, type Architecture, PLATFORMS, type Platform } from "../../../src/catalog/platform.ts";
import type { Release } from "../../../src/catalog/release.ts";
import { NO_LIMITS } from "../../../src/catalog/release.ts";
import { formatVersion, type Version } from "../../../src/catalog/version.ts";
import { addDays, type Instant } from "../../../src/instant.ts";
import type { SetSchedule } from "../../../src/policy/settings.ts";
import { START, schedules } from "../../policy/arbitraries.ts";

/** A small world in which apps of every protocol ask. */
export interface ComparedWorld {
  readonly releases: readonly Release[];
  /** What each release has been built for. */
  readonly built: readonly BuiltFor[];
  /** Whether apps call themselves by the three numbers of their release, and their builds say so. */
  readonly callsThree: boolean;
  readonly own: SetSchedule | null;
  readonly now: Instant;
  readonly asks: readonly RandomAsk[];
}

/** A release on one platform and architecture. */
interface BuiltFor {
  readonly releaseId: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  /** By number of the protocol: whether the build has what the protocol needs. A short list begins anew. */
  readonly carries: readonly boolean[];
  readonly variant: number;
  /** R32: the oldest and the newest system that it is for, or null for no end on that side. */
  readonly least: number | null;
  readonly most: number | null;
}

/** Systems are numbers in a world: an app runs on one of 0 to 5, and this one is right for every build. */
export const ANY_SYSTEM = 3;

/** The version of the system of a number, in the numbers of the product. */
export function systemOf(platform: Platform, system: number): string {
  // To WinSparkle a third number below 100 is that of a service pack.
  return { win: `10.0.${100 + system}`, mac: `12.${system}`, linux: `22.${system}` }[platform];
}

/** What asks: an app of a release, by its number, or one of a version that is none. */
export interface RandomAsk {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly release: number;
  /** `as_called`: the release itself; `cut`: its first three numbers, whatever its builds say; else far from all. */
  readonly runs: "as_called" | "cut" | "old" | "new";
  /** The system that it says, by its number, or null if it says none and runs on one that is right for every build. */
  readonly system: number | null;
  readonly isManaged: boolean;
}

const SPAN_DAYS = 60;
const days = fc.nat(SPAN_DAYS).map((day) => addDays(START, day));

/** Versions of one world have three numbers or four, as those of one vendor have. */
const versions = fc.constantFrom(3, 4).chain((length) =>
  fc.uniqueArray(
    fc
      .array(fc.integer({ min: 0, max: 2 }), { minLength: length, maxLength: length })
      .map(([major = 0, ...rest]): Version => ({ parts: [major + 1, ...rest] })),
    { minLength: 1, maxLength: 5, selector: formatVersion },
  ),
);

const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { freq: 2 });
/** Rare things: most releases are without, so that there is something to offer. */
const rarely = <Value>(usual: Value, values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: values });

const blocks: fc.Arbitrary<Block> = fc
  .record({
    platform: fc.constantFrom(...PLATFORMS),
    isForPlatform: fc.boolean(),
    arch: maybe(fc.constantFrom(...ARCHITECTURES)),
    range: maybe(fc.tuple(fc.nat(5), fc.nat(5))),
    until: maybe(days),
  })
  .map(({ platform, isForPlatform, arch, range, until }) => ({
    platform: isForPlatform || range ? platform : null,
    arch,
    osVersion: range && { from: osVersionOf(platform, range[0]), below: osVersionOf(platform, range[1]) },
    reason: "it crashes there",
    until,
  }));

function osVersionOf(platform: Platform, system: number): OsVersion | null {
  return readOsVersion(systemOf(platform, system));
}

const limits = fc
  .record({
    floor: rarely<Release["floor"]>(null, fc.constant({ reason: "it moves the data" })),
    expiresAt: rarely<Instant | null>(null, days),
    blocks: rarely<readonly Block[]>([], fc.array(blocks, { minLength: 1, maxLength: 2 })),
  })
  .map((some): Pick<Release, keyof typeof NO_LIMITS> => ({ ...NO_LIMITS, ...some }));

function releaseOf(version: Version): fc.Arbitrary<Release> {
  return fc
    .record({
      automaticAt: days,
      slowAfterDays: fc.option(fc.nat(20)),
      rolloutDays: fc.constantFrom(0, 0, 10),
      critical: fc.constantFrom(null, null, { reason: "a hole", scope: "all" as const }),
      notes: fc.constantFrom("", 'What is new: <b>"more" & less</b>\n]]> \u2028 🛶'),
      state: fc.constantFrom("published", "published", "published", "planned", "paused", "withdrawn"),
      limits,
    })
    .map(({ slowAfterDays, limits, ...dated }) => ({
      ...dated,
      ...limits,
      id: `release-${formatVersion(version)}`,
      version,
      slowAt: slowAfterDays === null ? null : addDays(dated.automaticAt, slowAfterDays),
    }));
}

const places = PLATFORMS.flatMap((platform) => ARCHITECTURES.map((arch) => ({ platform, arch })));

function builtFor({ id }: Release): fc.Arbitrary<readonly BuiltFor[]> {
  const isLikely = fc.constantFrom(true, true, true, false);
  return fc
    .tuple(
      ...places.map((place) =>
        fc.record({
          place: fc.constant(place),
          isThere: isLikely,
          carries: fc.array(isLikely, { minLength: 12, maxLength: 12 }),
          variant: fc.nat(5),
          least: rarely<number | null>(null, fc.integer({ min: 1, max: ANY_SYSTEM })),
          most: rarely<number | null>(null, fc.integer({ min: ANY_SYSTEM, max: 4 })),
        }),
      ),
    )
    .map((all) =>
      all
        .filter(({ isThere }) => isThere)
        .map(({ place, isThere: _, ...rest }) => ({ releaseId: id, ...place, ...rest })),
    );
}

const asks: fc.Arbitrary<RandomAsk> = fc.record({
  platform: fc.constantFrom(...PLATFORMS),
  arch: fc.constantFrom(...ARCHITECTURES),
  release: fc.nat(4),
  runs: fc.constantFrom("as_called", "as_called", "as_called", "cut", "old", "new"),
  system: maybe(fc.nat(5)),
  isManaged: rarely(false, fc.boolean()),
});

const ownSchedules: fc.Arbitrary<SetSchedule> = schedules.map((schedule) => ({
  schedule,
  setBy: { id: "someone", displayName: "Someone", role: "organization_full_admin" as const },
  setAt: START,
}));

export const comparedWorlds: fc.Arbitrary<ComparedWorld> = versions
  .chain((all) => fc.tuple(...all.map(releaseOf)))
  .chain((releases) =>
    fc.record({
      releases: fc.constant(releases),
      built: fc.tuple(...releases.map(builtFor)).map((lists) => lists.flat()),
      callsThree: fc.boolean(),
      own: fc.option(ownSchedules),
      now: fc.nat(2 * SPAN_DAYS).map((day) => addDays(START, day)),
      asks: fc.array(asks, { minLength: 9, maxLength: 14 }),
    }),
  );
