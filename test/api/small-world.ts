import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, send } from "./caller.ts";
import { make } from "./tenancy.ts";

/** A world as plain data: days count from 2026-03-01, places in lists stand for what is there. */
export interface SmallWorld {
  readonly releases: readonly SmallRelease[];
  /** Each partner's default. */
  readonly partners: readonly (object | null)[];
  readonly organizations: readonly SmallOrganization[];
  /** What happens on later days, in order: an organization gets a schedule, or a partner another default. */
  readonly changes: readonly SmallChange[];
}

interface SmallRelease {
  readonly automaticDay: number;
  readonly slowDays: number | null;
  readonly rolloutDays: number;
  readonly critical: "line" | "all" | null;
  readonly state: string;
  readonly targets: readonly string[];
  /** R28 to R31, as the API takes them. */
  readonly limits: object;
  /** R32: the systems of all of its builds, as the API takes them. */
  readonly systems: object;
}

interface SmallOrganization {
  readonly partners: readonly number[];
  readonly own: object | null;
  readonly frequency: string | null;
  readonly pilot: boolean;
}

interface SmallChange {
  readonly day: number;
  readonly of: "partner" | "organization";
  readonly place: number;
  readonly schedule: object;
}

/** One question of an installation. */
export interface SmallQuestion {
  /** Into the organizations; beyond them: one that nobody knows. */
  readonly organization: number;
  readonly asPilot: boolean;
  readonly target: string;
  readonly version: string;
  readonly installation: string | null;
  readonly osVersion: string | null;
  readonly managed: boolean;
}

const VERSIONS = ["45.1", "45.2.0.7", "45.2.1", "45.10", "46.1"] as const;
const TARGETS = ["win/x64", "win/arm64", "mac/arm64", "linux/x64"] as const;

const schedules = fc.oneof(
  fc.constant({ cadence: "automatic" }),
  fc.integer({ min: 0, max: 4 }).map((deferralWeeks) => ({ cadence: "latest", deferralWeeks })),
  fc.integer({ min: 0, max: 12 }).map((deferralWeeks) => ({ cadence: "slow", deferralWeeks })),
);
const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const often = <Value>(common: Value, rare: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(common) }, { weight: 1, arbitrary: rare });

/** Versions of systems, of which releases name some and installations others. */
const SYSTEMS = ["9", "10", "10.0.1", "10.0.2", "11.0"] as const;
const systems = fc.constantFrom(...SYSTEMS);

const blocks = fc
  .record({
    target: maybe(fc.constantFrom(...TARGETS)),
    osVersion: maybe(
      fc.record({ from: maybe(fc.constantFrom("9", "10.0.1")), below: fc.constant("10.0.2") }),
    ),
    untilDay: maybe(fc.integer({ min: 25, max: 60 })),
  })
  .map(({ target, osVersion, untilDay }) => {
    const [platform = null, arch = null] = target?.split("/") ?? [];
    const until = untilDay === null ? null : dayOf(untilDay);
    return { platform, arch, osVersion, reason: "It crashes there.", until };
  });

const limits = fc
  .record({
    floor: often<object | null>(null, fc.constant({ reason: "It moves the data." })),
    support: often<readonly [number, number] | null>(
      null,
      fc.tuple(fc.integer({ min: 10, max: 60 }), fc.nat({ max: 40 })),
    ),
    warnDays: fc.nat({ max: 40 }),
    blocks: often<readonly object[]>([], fc.array(blocks, { minLength: 1, maxLength: 2 })),
  })
  .map(({ support, ...rest }) => ({
    ...rest,
    ...(support && {
      supportEndsAt: dayOf(support[0]),
      expiresAt: dayOf(support[0] + support[1]),
      expiryReason: "It has a hole.",
    }),
  }));

export const worlds: fc.Arbitrary<SmallWorld> = fc.record({
  releases: fc.array(
    fc.record({
      automaticDay: fc.integer({ min: -60, max: 30 }),
      slowDays: maybe(fc.integer({ min: 0, max: 20 })),
      rolloutDays: often(0, fc.integer({ min: 1, max: 30 })),
      critical: often<SmallRelease["critical"]>(null, fc.constantFrom("line", "all")),
      state: often("published", fc.constantFrom("planned", "paused", "withdrawn")),
      targets: fc.subarray([...TARGETS], { minLength: 2 }),
      limits,
      systems: often<object>(
        {},
        fc.constantFrom({ minimumOsVersion: "10.0.1" }, { maximumOsVersion: "10.0.1" }),
      ),
    }),
    { minLength: VERSIONS.length, maxLength: VERSIONS.length },
  ),
  partners: fc.array(maybe(schedules), { minLength: 2, maxLength: 2 }),
  organizations: fc.array(
    fc.record({
      partners: fc.subarray([0, 1]),
      own: maybe(schedules),
      frequency: often<string | null>(null, fc.constantFrom("one_month", "three_months")),
      pilot: fc.boolean(),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  changes: fc
    .array(
      fc.record({
        day: fc.integer({ min: 1, max: 20 }),
        of: fc.constantFrom("partner", "organization"),
        place: fc.nat({ max: 1 }),
        schedule: schedules,
      }),
      { maxLength: 3 },
    )
    .map((changes) => [...changes].sort((a, b) => a.day - b.day)),
});

export const questions: fc.Arbitrary<readonly SmallQuestion[]> = fc.array(
  fc.record({
    organization: fc.nat({ max: 3 }),
    asPilot: fc.boolean(),
    target: fc.constantFrom(...TARGETS),
    version: fc.constantFrom(
      "44.9",
      "45.1.0",
      "45.2",
      "45.2.0-7",
      "45.10.0.0",
      "47.1",
      "45.2.0-beta.1",
      "v45.1",
      "banana",
    ),
    installation: maybe(fc.constantFrom("one", "two", "three")),
    osVersion: maybe(systems),
    managed: often(false, fc.constant(true)),
  }),
  { minLength: 8, maxLength: 8 },
);

/** What the places of a world have become on a server. */
export interface MadeWorld {
  readonly partners: readonly string[];
  readonly organizations: readonly { readonly id: string; readonly pilot: string }[];
}

/** Midnight of a day, counted from 2026-03-01. */
export function dayOf(day: number): string {
  return new Date(Date.UTC(2026, 2, 1 + day)).toISOString();
}

/** Makes a world through the API, as a user would, at its first day. */
export async function makeWorld(server: TestServer, world: SmallWorld): Promise<MadeWorld> {
  server.setClock(dayOf(0));
  for (const [place, release] of world.releases.entries()) await makeRelease(server, place, release);
  const partners: string[] = [];
  for (const [place, schedule] of world.partners.entries()) {
    const id = await make(server, "/v1/partners", { name: `Partner ${place}` });
    partners.push(id);
    if (schedule) await put(server, `/v1/partners/${id}/release-settings`, { schedule });
  }
  const organizations = [];
  for (const described of world.organizations) {
    organizations.push(await makeOrganization(server, partners, described));
  }
  return { partners, organizations };
}

/** Makes one of the world's changes, on its day. */
export async function makeChange(server: TestServer, made: MadeWorld, change: SmallChange): Promise<void> {
  server.setClock(dayOf(change.day));
  const { place, schedule } = change;
  const id = change.of === "partner" ? made.partners[place] : made.organizations[place]?.id;
  await put(server, `/v1/${change.of}s/${id}/release-settings`, { schedule });
}

/** The question as a check's query; the organization apart, as explain wants it. */
export function toQuery(question: SmallQuestion, made: MadeWorld): { organization: string; query: string } {
  const asked = made.organizations[question.organization];
  const [platform = "", arch = ""] = question.target.split("/");
  const query = new URLSearchParams({ platform, arch, version: question.version });
  if (question.asPilot && asked) query.set("user", asked.pilot);
  if (question.installation !== null) query.set("installation", question.installation);
  if (question.osVersion !== null) query.set("osVersion", question.osVersion);
  if (question.managed) query.set("managed", "1");
  return { organization: asked?.id ?? randomUUID(), query: query.toString() };
}

async function makeRelease(server: TestServer, place: number, release: SmallRelease): Promise<void> {
  const { automaticDay, slowDays, rolloutDays, state } = release;
  const id = await make(server, "/v1/releases", {
    version: VERSIONS[place],
    automaticAt: dayOf(automaticDay),
    slowAt: slowDays === null ? null : dayOf(automaticDay + slowDays),
    critical: release.critical === null ? null : { reason: "It must.", scope: release.critical },
    rolloutDays,
    state,
    ...release.limits,
  });
  for (const target of release.targets) {
    const [platform = "", arch = ""] = target.split("/");
    const format = { win: "exe", mac: "zip", linux: "appimage" }[platform] ?? "";
    await make(server, `/v1/releases/${id}/builds`, {
      platform,
      arch,
      format,
      fileName: `app-${place}-${arch}.${format}`,
      url: `https://cdn.example.org/${place}/${target}`,
      size: 1000,
      sha512: `${"A".repeat(86)}==`,
      ...release.systems,
    });
  }
}

async function makeOrganization(
  server: TestServer,
  partners: readonly string[],
  { partners: places, own, frequency, pilot }: SmallOrganization,
): Promise<MadeWorld["organizations"][number]> {
  const id = await make(server, "/v1/organizations", {
    name: "Acme",
    partnerIds: places.map((place) => partners[place]),
    ...(frequency !== null && { legacySettings: { frequency, weeks: 2 } }),
  });
  const user = { displayName: "Pia", email: "pia@example.org" };
  const pilotId = await make(server, `/v1/organizations/${id}/users`, user);
  if (own) await put(server, `/v1/organizations/${id}/release-settings`, { schedule: own });
  const path = `/v1/users/${pilotId}/release-settings`;
  const call = { method: "PUT", path, body: { allowAutomaticUpgrades: true } };
  // R11: refused while the organization is on automatic; then there is nothing to tell apart.
  if (pilot) await send(server, VENDOR_TOKEN, call);
  return { id, pilot: pilotId };
}

async function put(server: TestServer, path: string, body: object): Promise<void> {
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
}
