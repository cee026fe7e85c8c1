import fc from "fast-check";
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
}

/** What asks: an app of a release, by its number, or one of a version that is none. */
export interface RandomAsk {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly release: number;
  /** `as_called`: the release itself; `cut`: its first three numbers, whatever its builds say; else far from all. */
  readonly runs: "as_called" | "cut" | "old" | "new";
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

function releaseOf(version: Version): fc.Arbitrary<Release> {
  return fc
    .record({
      automaticAt: days,
      slowAfterDays: fc.option(fc.nat(20)),
      rolloutDays: fc.constantFrom(0, 0, 10),
      critical: fc.constantFrom(null, null, { reason: "a hole", scope: "all" as const }),
      notes: fc.constantFrom("", 'What is new: <b>"more" & less</b>\n]]> \u2028 🛶'),
      state: fc.constantFrom("published", "published", "published", "planned", "paused", "withdrawn"),
    })
    .map(({ slowAfterDays, ...dated }) => ({
      ...dated,
      ...NO_LIMITS,
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
        }),
      ),
    )
    .map((all) =>
      all
        .filter(({ isThere }) => isThere)
        .map(({ place, carries, variant }) => ({ releaseId: id, ...place, carries, variant })),
    );
}

const asks: fc.Arbitrary<RandomAsk> = fc.record({
  platform: fc.constantFrom(...PLATFORMS),
  arch: fc.constantFrom(...ARCHITECTURES),
  release: fc.nat(4),
  runs: fc.constantFrom("as_called", "as_called", "as_called", "cut", "old", "new"),
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
      asks: fc.array(asks, { minLength: 6, maxLength: 12 }),
    }),
  );
