import fc from "fast-check";
import type { Block } from "../../src/catalog/block.ts";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import { type Calendar, type CalendarEntry, toCalendar } from "../../src/catalog/calendar.ts";
import type { OsVersion } from "../../src/catalog/os-version.ts";
import { ARCHITECTURES, PACKAGE_FORMATS, PLATFORMS } from "../../src/catalog/platform.ts";
import { NO_LIMITS, RELEASE_STATES, type Release } from "../../src/catalog/release.ts";
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

/** Versions of systems close to one another. */
export const osVersions: fc.Arbitrary<OsVersion> = fc
  .array(fc.nat(3), { minLength: 1, maxLength: 3 })
  .map((parts) => ({ parts }));

const blocks: fc.Arbitrary<Block> = fc.record({
  platform: often(fc.constantFrom(...PLATFORMS)),
  arch: often(fc.constantFrom(...ARCHITECTURES)),
  osVersion: often(fc.record({ from: often(osVersions), below: often(osVersions) })),
  reason: fc.constant("It crashes there."),
  until: often(instants),
});

/** Null as often as not. */
function often<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(values, { freq: 2 });
}

export interface CalendarOptions {
  readonly states?: readonly Release["state"][];
  readonly withRollout?: boolean;
  readonly withCritical?: boolean;
  /** R28 to R32: the three that follow, where they are left out. */
  readonly withLimits?: boolean;
  /** R28: whether some releases are floors. */
  readonly withFloors?: boolean;
  /** R29, R30: whether some have dates of support. */
  readonly withSupport?: boolean;
  /** R31, R32: whether some are blocked for some computers, and some builds are for some systems. */
  readonly withSystems?: boolean;
  /** R33: whether some were published late, paused and resumed. */
  readonly withHistory?: boolean;
}

/** Everything that a calendar can hold. */
export const WITH_EVERYTHING: CalendarOptions = {
  states: RELEASE_STATES,
  withRollout: true,
  withCritical: true,
  withLimits: true,
  withHistory: true,
};

/** Up to eight releases with different versions, all entered and built before anything else happens. */
export function calendars(options: CalendarOptions = {}): fc.Arbitrary<Calendar> {
  const entries = fc
    .record({ dated: releases(options), ranges: rangesOf(options), past: pastStates(options) })
    .map(toEntry);
  return fc
    .uniqueArray(entries, { selector: ({ release }) => release.id, maxLength: 8 })
    .map((all) => toCalendar(all));
}

function releases(options: CalendarOptions): fc.Arbitrary<Omit<Release, "id">> {
  const { states = ["published"], withRollout = false, withCritical = false } = options;
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
      limits: limits(options),
    })
    .map(({ slowAfterDays, limits, ...dated }) => ({
      ...dated,
      notes: "",
      ...limits,
      slowAt: slowAfterDays === null ? null : addDays(dated.automaticAt, slowAfterDays),
    }));
}

type Limits = Pick<Release, keyof typeof NO_LIMITS>;

function limits(options: CalendarOptions): fc.Arbitrary<Limits> {
  const { withLimits, withFloors = withLimits, withSupport = withLimits, withSystems = withLimits } = options;
  const floor = often(fc.constant({ reason: "Its files change." }));
  const dates = fc.tuple(often(instants), often(instants));
  return fc
    .record({
      floor: withFloors ? floor : fc.constant(null),
      dates: withSupport ? dates : fc.constant([null, null] as const),
      warnDays: withSupport ? fc.constantFrom(0, 30) : fc.constant(NO_LIMITS.warnDays),
      blocks: withSystems ? fc.array(blocks, { maxLength: 2 }) : fc.constant([]),
    })
    .map(({ dates: [one, other], ...others }): Limits => {
      const isInOrder = one === null || other === null || one <= other;
      const [supportEndsAt, expiresAt] = isInOrder ? [one, other] : [other, one];
      return { ...others, supportEndsAt, expiresAt, expiryReason: null };
    });
}

/** The states before the present one, each since an instant. */
function pastStates({ withHistory }: CalendarOptions) {
  const past = fc.record({ knownAt: instants, state: fc.constantFrom(...RELEASE_STATES) });
  return withHistory ? fc.array(past, { maxLength: 4 }) : fc.constant([]);
}

/** The systems that the builds are for, one range for each build of a platform; no range: one build for all systems. */
function rangesOf({
  withLimits,
  withSystems = withLimits,
}: CalendarOptions): fc.Arbitrary<readonly SystemRange[]> {
  const range = fc.record({ least: fc.option(osVersions), most: fc.option(osVersions) });
  const any: SystemRange = { least: null, most: null };
  return withSystems
    ? fc.oneof(fc.constant([any]), fc.array(range, { minLength: 1, maxLength: 2 }))
    : fc.constant([any]);
}

interface SystemRange {
  readonly least: OsVersion | null;
  readonly most: OsVersion | null;
}

const BEFORE = addDays(START, -1000);

interface Made {
  readonly dated: Omit<Release, "id">;
  readonly ranges: readonly SystemRange[];
  readonly past: readonly { readonly knownAt: Instant; readonly state: Release["state"] }[];
}

function toEntry({ dated, ranges, past }: Made): CalendarEntry {
  const release = { ...dated, id: formatShortest(dated.version) };
  const builds = PLATFORMS.flatMap((platform) =>
    ARCHITECTURES.flatMap((arch) =>
      ranges.map(({ least, most }, index): Build => {
        const id = `${release.id}/${platform}/${arch}/${index}`;
        const format = PACKAGE_FORMATS[platform][0];
        const made = {
          id,
          releaseId: release.id,
          platform,
          arch,
          format,
          fileName: `app.${format}`,
          size: 1,
        };
        const systems = { minimumOsVersion: least, maximumOsVersion: most };
        return { ...made, sha256: null, sha512: id, ...NO_EXTRAS, ...systems, url: null, addedAt: BEFORE };
      }),
    ),
  );
  return { release, history: historyOf(release, past), builds };
}

/** Oldest first: every state from the one before on, and the present one since the last instant. */
function historyOf(release: Release, past: Made["past"]): CalendarEntry["history"] {
  const since = [BEFORE, ...past.map(({ knownAt }) => knownAt).sort((a, b) => a - b)];
  const states = [...past.map(({ state }) => state), release.state];
  return states.map((state, index) => ({
    knownAt: since[index] ?? BEFORE,
    release: state === release.state ? release : { ...release, state },
  }));
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
