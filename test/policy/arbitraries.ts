import fc from "fast-check";
import type { Block } from "../../src/catalog/block.ts";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import { type Calendar, type CalendarEntry, toCalendar } from "../../src/catalog/calendar.ts";
import type { OsVersion } from "../../src/catalog/os-version.ts";
import { ARCHITECTURES, PACKAGE_FORMATS, PLATFORMS } from "../../src/catalog/platform.ts";
import { NO_LIMITS, type Release } from "../../src/catalog/release.ts";
import { formatShortest, type Version } from "../../src/catalog/version.ts";
import { addDays, type Instant, toInstant } from "../../src/instant.ts";
import type { Question } from "../../src/policy/judge.ts";
import { MAX_DEFERRAL_WEEKS, type Schedule } from "../../src/policy/schedule.ts";
import type { CascadePartner, SetSchedule } from "../../src/policy/settings.ts";
import type { Standing } from "../../src/policy/standing.ts";

export const START: Instant = toInstant(Date.UTC(2026, 0, 1));
const SPAN_DAYS = 400;

/** An instant within the time in which the worlds below live: often on one of a few days, so that coincidences happen. */
export const instants: fc.Arbitrary<Instant> = fc
  .oneof(
    fc.integer({ min: 0, max: 2 * SPAN_DAYS }).map((halfDays) => halfDays / 2),
    fc.nat(12).map((weeks) => weeks * 7),
  )
  .map((days) => addDays(START, days));

/** Versions close to one another, two to four parts. */
export const versions: fc.Arbitrary<Version> = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 4 })
  .map((parts) => ({ parts }));

/** Any version there can be. */
export const anyVersions: fc.Arbitrary<Version> = fc
  .array(fc.oneof(fc.nat(20), fc.maxSafeNat()), { minLength: 2, maxLength: 4 })
  .map((parts) => ({ parts }));

export const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant<Schedule>({ cadence: "automatic" }),
  deferred("latest"),
  deferred("slow"),
);

function deferred(cadence: "latest" | "slow"): fc.Arbitrary<Schedule> {
  return fc
    .integer({ min: 0, max: MAX_DEFERRAL_WEEKS[cadence] })
    .map((deferralWeeks) => ({ cadence, deferralWeeks }));
}

export const words: fc.Arbitrary<SetSchedule> = fc.record({
  schedule: schedules,
  setBy: fc.constant({ id: "someone", displayName: "Someone", role: "partner_full_admin" as const }),
  setAt: instants,
});

/** What up to four partners, each once, have to do with one organization. */
export const cascadePartners: fc.Arbitrary<CascadePartner[]> = fc.uniqueArray(
  fc.record({
    partnerId: fc.constantFrom("p1", "p2", "p3", "p4"),
    settings: fc.record({
      schedule: fc.option(words),
      allowCustomerOverride: fc.boolean(),
      updatedAt: fc.constant(null),
      updatedBy: fc.constant(null),
    }),
    perOrganization: fc.record({
      schedule: fc.option(words),
      allowCustomerOverride: fc.option(fc.boolean()),
    }),
  }),
  { selector: (partner) => partner.partnerId, maxLength: 4 },
);

export interface CalendarOptions {
  readonly states?: readonly Release["state"][];
  readonly withRollout?: boolean;
  readonly withCritical?: boolean;
  /** R28 to R32: floors, dates of support, blocks, and builds for some systems alone. */
  readonly withLimits?: boolean;
}

/** Up to eight releases with different versions, all entered and built before anything else happens. */
export function calendars(options: CalendarOptions = {}): fc.Arbitrary<Calendar> {
  const systems = options.withLimits ? fc.option(systemLimits, { freq: 2 }) : fc.constant(null);
  return fc
    .uniqueArray(fc.tuple(releases(options), systems), {
      selector: ([{ version }]) => formatShortest(version),
      maxLength: 8,
    })
    .map((all) => toCalendar(all.map(([release, limits]) => toEntry(release, limits))));
}

function releases(options: CalendarOptions): fc.Arbitrary<Omit<Release, "id">> {
  const { states = ["published"], withRollout = false, withCritical = false, withLimits = false } = options;
  const critical = fc.record({
    reason: fc.constant("urgent"),
    scope: fc.constantFrom("line" as const, "all" as const),
  });
  return fc
    .record({
      version: versions,
      automaticAt: instants,
      slowAfterDays: fc.option(fc.nat(30)),
      rolloutDays: withRollout ? fc.nat(30) : fc.constant(0),
      critical: withCritical ? fc.option(critical, { freq: 2 }) : fc.constant(null),
      state: fc.constantFrom(...states),
      limits: withLimits ? releaseLimits : fc.constant(NO_LIMITS),
    })
    .map(({ slowAfterDays, limits, ...dated }) => ({
      ...dated,
      notes: "",
      ...limits,
      slowAt: slowAfterDays === null ? null : addDays(dated.automaticAt, slowAfterDays),
    }));
}

/** Versions of systems close to one another. */
export const osVersions: fc.Arbitrary<OsVersion> = fc
  .array(fc.nat(3), { minLength: 1, maxLength: 3 })
  .map((parts) => ({ parts }));

const blocks: fc.Arbitrary<Block> = fc.record({
  platform: fc.option(fc.constantFrom(...PLATFORMS)),
  arch: fc.option(fc.constantFrom(...ARCHITECTURES)),
  osVersion: fc.option(fc.record({ from: fc.option(osVersions), below: fc.option(osVersions) })),
  reason: fc.constant("it crashes there"),
  until: fc.option(instants),
});

/** R28 to R31: what a release limits; most are without, so that there is something to offer. */
const releaseLimits: fc.Arbitrary<Pick<Release, keyof typeof NO_LIMITS>> = fc
  .record({
    floor: fc.option(fc.constant({ reason: "it moves the data" }), { freq: 2 }),
    support: fc.option(fc.tuple(instants, instants), { freq: 2 }),
    warnDays: fc.nat(40),
    blocks: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(blocks, { minLength: 1, maxLength: 2 }) },
    ),
  })
  .map(({ support, ...limits }) => ({
    ...limits,
    supportEndsAt: support && toInstant(Math.min(...support)),
    expiresAt: support && toInstant(Math.max(...support)),
    expiryReason: null,
  }));

type SystemLimits = Pick<Build, "minimumOsVersion" | "maximumOsVersion">;

/** R32: the systems that every build of a release is for. */
const systemLimits: fc.Arbitrary<SystemLimits> = fc.record({
  minimumOsVersion: fc.option(osVersions),
  maximumOsVersion: fc.option(osVersions),
});

const BEFORE = addDays(START, -1000);

function toEntry(dated: Omit<Release, "id">, systems: SystemLimits | null): CalendarEntry {
  const release = { ...dated, id: formatShortest(dated.version) };
  const builds = PLATFORMS.flatMap((platform) =>
    ARCHITECTURES.map((arch): Build => {
      const id = `${release.id}/${platform}/${arch}`;
      const format = PACKAGE_FORMATS[platform][0];
      const made = { id, releaseId: release.id, platform, arch, format, fileName: `app.${format}`, size: 1 };
      return { ...made, sha256: null, sha512: id, ...NO_EXTRAS, ...systems, url: null, addedAt: BEFORE };
    }),
  );
  return { release, history: [{ knownAt: BEFORE, release }], builds };
}

export const standings: fc.Arbitrary<Standing> = fc.record({
  schedule: schedules,
  hold: fc.option(fc.record({ since: instants, schedule: schedules })),
});

export const questions: fc.Arbitrary<Question> = fc.record({
  at: instants,
  target: fc.record({
    platform: fc.constantFrom(...PLATFORMS),
    arch: fc.constantFrom(...ARCHITECTURES),
    formats: fc.constant(null),
  }),
  running: fc.option(versions),
  installation: fc.option(fc.uuid()),
  installedAt: fc.option(instants),
  manual: fc.boolean(),
  os: fc.option(osVersions),
  isManaged: fc.constant(false),
});
