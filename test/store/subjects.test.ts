import fc from "fast-check";
import { expect, test } from "vitest";
import { PACKAGE_FORMATS } from "../../src/catalog/platform.ts";
import { CRITICAL_SCOPES, RELEASE_STATES } from "../../src/catalog/release.ts";
import { COMPANION_KINDS } from "../../src/catalog/updaters.ts";
import { toInstant } from "../../src/instant.ts";
import { encodeSent } from "../../src/ledger/sent-fields.ts";
import {
  decodeRecord,
  describeSubject,
  encodeRecord,
  SUBJECTS,
  type Subject,
  type Subjects,
} from "../../src/ledger/subject.ts";
import type { Schedule } from "../../src/policy/schedule.ts";
import { REQUEST_ANSWERS } from "../../src/policy/schedule-request.ts";
import { ROLES } from "../../src/tenancy/actor.ts";
import { toNumbers } from "../../src/tenancy/customer-number.ts";
import { PARTNER_FEATURES } from "../../src/tenancy/partner.ts";
import { aBuild, aRelease, at, aWord } from "../support/records.ts";

const instant = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(9999, 11, 31) }).map(toInstant);
const id = fc.uuid();
const text = fc.string({ unit: "grapheme" });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const person = fc.record(
  { id, displayName: text, role: fc.constantFrom(...ROLES), partnerId: id, organizationId: id },
  { requiredKeys: ["id", "displayName", "role"] },
);
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant({ cadence: "automatic" } as const),
  fc.record({ cadence: fc.constant("latest" as const), deferralWeeks: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ cadence: fc.constant("slow" as const), deferralWeeks: fc.integer({ min: 0, max: 12 }) }),
);
const word = fc.record({ schedule, setBy: person, setAt: instant });
const saved = { updatedAt: maybe(instant), updatedBy: maybe(person) };
const part = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const osVersion = fc.record({ parts: fc.array(fc.nat(999_999_999), { minLength: 1, maxLength: 4 }) });

const RECORDS: { readonly [S in Subject]: fc.Arbitrary<Subjects[S]> } = {
  partner: fc.record({
    id,
    name: text,
    createdAt: instant,
    features: fc.subarray([...PARTNER_FEATURES]),
  }),
  partner_settings: fc.record({ schedule: maybe(word), allowCustomerOverride: fc.boolean(), ...saved }),
  organization: fc
    .record({
      id,
      name: text,
      createdAt: instant,
      partnerIds: fc.uniqueArray(id).map((ids) => ids.sort()),
      numbers: fc.array(maybe(text)),
    })
    .map(({ numbers, ...organization }) => {
      const given = organization.partnerIds.map((partnerId, place) => [partnerId, numbers[place]] as const);
      const customerNumbers = toNumbers(
        given.flatMap(([partnerId, one]) => (one ? [[partnerId, one] as const] : [])),
      );
      return { ...organization, customerNumbers };
    }),
  organization_settings: fc.record({
    own: maybe(word),
    partners: fc.dictionary(
      id,
      fc.record({ schedule: maybe(word), allowCustomerOverride: maybe(fc.boolean()) }),
      { noNullPrototype: true },
    ),
    legacy: maybe(
      fc.record({
        frequency: fc.constantFrom("one_month", "three_months"),
        weeks: fc.integer({ min: -3, max: 60 }),
        setAt: instant,
      }),
    ),
  }),
  user: fc.record({ id, organizationId: id, displayName: text, email: text, createdAt: instant }),
  user_settings: fc.record({ allowAutomaticUpgrades: fc.boolean(), ...saved }),
  release: fc.record({
    id,
    automaticAt: instant,
    slowAt: maybe(instant),
    notes: text,
    version: fc.record({ parts: fc.array(part, { minLength: 2, maxLength: 4 }) }),
    rolloutDays: fc.integer({ min: 0, max: 90 }),
    critical: maybe(fc.record({ reason: text, scope: fc.constantFrom(...CRITICAL_SCOPES) })),
    state: fc.constantFrom(...RELEASE_STATES),
    floor: maybe(fc.record({ reason: text })),
    supportEndsAt: maybe(instant),
    expiresAt: maybe(instant),
    warnDays: fc.constantFrom(30, 14),
    expiryReason: maybe(text),
    blocks: fc.array(
      fc.record({
        platform: maybe(fc.constantFrom("win", "mac", "linux")),
        arch: maybe(fc.constantFrom("x64", "arm64")),
        osVersion: maybe(fc.record({ from: maybe(osVersion), below: maybe(osVersion) })),
        reason: text,
        until: maybe(instant),
      }),
      { maxLength: 2 },
    ),
  }),
  build: fc.record({
    id,
    releaseId: id,
    fileName: text,
    sha512: text,
    addedAt: instant,
    sha256: maybe(text),
    platform: fc.constantFrom("win", "mac", "linux"),
    arch: fc.constantFrom("x64", "arm64"),
    format: fc.constantFrom(...PACKAGE_FORMATS.linux),
    size: part,
    proofs: fc.oneof(fc.constant({}), fc.record({ sha1: text })),
    appVersion: maybe(text),
    updaters: fc.oneof(fc.constant({}), fc.record({ tauri: fc.record({ signature: text }) })),
    minimumOsVersion: maybe(osVersion),
    maximumOsVersion: maybe(osVersion),
    companions: fc.array(
      fc.record({
        kind: fc.constantFrom(...COMPANION_KINDS),
        fileName: text,
        size: part,
        sha256: text,
        sha512: text,
        sha1: text,
        from: maybe(text),
        edSignature: maybe(text),
      }),
    ),
    url: maybe(fc.webUrl()),
  }),
  product: fc.record({
    updaters: fc.oneof(
      fc.constant({}),
      fc.record({ tauri: fc.record({ publicKeys: fc.array(text) }), omaha: fc.record({ appId: text }) }),
    ),
  }),
  administrator: fc.record({
    id,
    displayName: text,
    email: text,
    role: fc.constantFrom(...ROLES),
    partnerId: maybe(id),
    organizationId: maybe(id),
    organizationIds: maybe(fc.array(id)),
    createdAt: instant,
    disabledAt: maybe(instant),
  }),
  forecast_link: fc.record({ id, organizationId: id, createdAt: instant, createdBy: person }),
  schedule_request: fc.record({
    id,
    organizationId: id,
    fromPartnerId: id,
    toPartnerId: id,
    schedule,
    note: maybe(text),
    createdAt: instant,
    createdBy: person,
    answer: maybe(
      fc.record({
        kind: fc.constantFrom(...REQUEST_ANSWERS),
        answeredAt: instant,
        answeredBy: person,
        note: maybe(text),
      }),
    ),
  }),
  enrolment: fc.record({
    organizationId: id,
    required: fc.boolean(),
    made: fc.nat(100),
    keys: fc.array(fc.record({ number: fc.nat(100), createdAt: instant, tagDigest: text }), { maxLength: 2 }),
  }),
  token: fc.record({
    id,
    name: text,
    createdAt: instant,
    expiresAt: maybe(instant),
    createdBy: person,
    actor: fc.record({
      id,
      displayName: text,
      role: fc.constantFrom(...ROLES),
      partnerId: maybe(id),
      organizationId: maybe(id),
      organizationIds: maybe(fc.array(id)),
    }),
  }),
};

test.each(SUBJECTS)("a %s comes back from the ledger's JSON as it went in", (subject) => {
  const property = fc.property(RECORDS[subject] as fc.Arbitrary<Subjects[Subject]>, (record) => {
    const stored = JSON.parse(JSON.stringify(encodeRecord(subject, record)));
    expect(decodeRecord(subject, stored)).toEqual(record);
  });
  fc.assert(property, { numRuns: 200 });
});

/** Records in which every text is an id, too: of something else, which the record does not refer to. */
const texts = { name: id, displayName: id, email: id, notes: id, fileName: id, sha512: id };

test.each(SUBJECTS)(
  "what a %s refers to is told by its codec, and is never a text of somebody's",
  (subject) => {
    const property = fc.property(
      RECORDS[subject] as fc.Arbitrary<Subjects[Subject]>,
      fc.record(texts),
      (record, said) => {
        const replaced = { ...record, ...pick(said, record) } as Subjects[Subject];
        const met: string[] = [];
        const actors: string[] = [];
        const json = encodeRecord(subject, replaced, {
          reference: ({ id: one }) => met.push(one),
          actor: (one) => {
            actors.push(one.id);
            return "somebody";
          },
        });
        const own = [(record as { id?: string }).id, "actor" in record ? record.actor.id : ""];
        const stays = Object.values(pick(said, record));
        const inJson = JSON.stringify(json).match(UUID) ?? [];
        expect([...new Set(met)].sort()).toEqual(
          [...new Set(inJson)].filter((one) => !own.includes(one) && !stays.includes(one)).sort(),
        );
        const written = JSON.stringify(encodeRecord(subject, replaced));
        for (const one of actors) expect(written).toContain(one);
        for (const one of actors) expect(JSON.stringify(json)).not.toContain(one);
      },
    );
    fc.assert(property, { numRuns: 100 });
  },
);

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Those texts that the record has. */
function pick(said: Readonly<Record<string, string>>, record: object): Record<string, string> {
  return Object.fromEntries(Object.entries(said).filter(([name]) => name in record));
}

/** What a record may name that decides nothing, each planted with a text that is nowhere else. */
const PLANTED = { name: "planted name", displayName: "planted person", email: "planted@example.org" };

test.each(SUBJECTS)(
  "what is sent of a %s to answer installations names nobody and can be read",
  (subject) => {
    const property = fc.property(RECORDS[subject] as fc.Arbitrary<Subjects[Subject]>, (record) => {
      const named = { ...record, ...pick(PLANTED, record) } as Subjects[Subject];
      const actors: { id: string; displayName: string }[] = [];
      encodeRecord(subject, named, { reference: () => {}, actor: (one) => actors.push(one) });
      const sent = encodeSent(subject, named);
      if (describeSubject(subject).decides === "nothing") return void expect(sent).toBeNull();
      const text = JSON.stringify(sent);
      for (const planted of Object.values(PLANTED)) expect(text).not.toContain(planted);
      for (const { id: actorId } of actors) expect(text).not.toContain(actorId);
      // Sending what was sent sends the same: it is read back whole.
      expect(JSON.stringify(encodeSent(subject, decodeRecord(subject, JSON.parse(text))))).toBe(text);
      return undefined;
    });
    fc.assert(property, { numRuns: 100 });
  },
);

test("an actor whose place is not recorded stands in the ledger as actors did before", () => {
  const setBy = { id: "ann", displayName: "Ann", role: "partner_full_admin" } as const;
  const settings = {
    schedule: { ...aWord("latest:4"), setBy },
    allowCustomerOverride: true,
    updatedAt: null,
    updatedBy: null,
  };
  expect(encodeRecord("partner_settings", settings)).toMatchObject({ schedule: { setBy } });
  const { schedule } = decodeRecord("partner_settings", encodeRecord("partner_settings", settings));
  expect(schedule?.setBy).toEqual(setBy);
});

test("a build without more proofs stands in the ledger as builds did before there were any", () => {
  const build = aBuild("some release");
  const stored = encodeRecord("build", build);
  expect(stored).not.toHaveProperty("proofs");
  expect(decodeRecord("build", stored)).toEqual(build);
  const proven = { ...build, proofs: { sha1: "ef".repeat(20) } };
  expect(encodeRecord("build", proven)).toEqual({ ...(stored as object), proofs: proven.proofs });
});

test("a record in the ledger is readable: moments as ISO 8601, versions dotted", () => {
  const release = aRelease("45.4", { automaticAt: at("2026-02-03T08:00:00Z") });
  expect(encodeRecord("release", release)).toMatchObject({
    version: "45.4",
    automaticAt: "2026-02-03T08:00:00.000Z",
    slowAt: null,
  });
  const settings = { own: aWord("latest:4", at("2026-01-02")), partners: {}, legacy: null };
  expect(encodeRecord("organization_settings", settings)).toMatchObject({
    own: { schedule: { cadence: "latest", deferralWeeks: 4 }, setAt: "2026-01-02T00:00:00.000Z" },
  });
});
