import fc from "fast-check";
import { expect, test } from "vitest";
import { UPDATERS } from "../../src/catalog/updaters.ts";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import { TARGETS } from "../../src/fleet/targets.ts";
import { toInstant } from "../../src/instant.ts";
import { readSentCheckIn, toSentCheckIn } from "../../src/updates/sent-check-in.ts";

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const part = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const noted: fc.Arbitrary<RawCheckIn> = fc
  .record({
    organizationId: fc.uuid(),
    installation: fc.string({ minLength: 1, maxLength: 200 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text)),
    user: maybe(fc.string({ maxLength: 400 })),
    target: fc.nat(TARGETS.length - 1),
    updater: maybe(fc.constantFrom(...UPDATERS)),
    running: maybe(fc.string({ maxLength: 60 })),
    os: maybe(fc.string({ maxLength: 20 })),
    managed: fc.boolean(),
    enrolmentKey: maybe(fc.integer({ min: 1, max: 2 ** 31 - 1 })),
    offered: maybe(fc.record({ parts: fc.array(part, { minLength: 2, maxLength: 4 }) })),
    at: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }).map(toInstant),
  })
  .map((said) => ({ ...said, waitsSince: said.at }));

const wire = (one: RawCheckIn) => JSON.parse(JSON.stringify(toSentCheckIn(one)));

test("a check-in is read as it was sent", () => {
  fc.assert(fc.property(noted, (one) => void expect(readSentCheckIn(wire(one))).toEqual(one)));
});

test("of any other JSON none is read, and nothing throws", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void expect(readSentCheckIn(json)).toBeNull()));
});

const FINE = {
  organizationId: "6f1c5a52-3e0e-4f5b-9a51-0d2f7f1f0a01",
  installation: "laptop",
  user: null,
  platform: "win",
  arch: "x64",
  updater: null,
  running: "45.4",
  os: null,
  managed: false,
  offered: null,
  at: "2026-03-01T00:00:00.000Z",
};

test.each([
  ["organizationId", ["acme", null, 7]],
  ["installation", ["", "x".repeat(201), null, {}]],
  ["user", ["x".repeat(401), 7, undefined]],
  ["platform", ["amiga", null, { toString: "win" }]],
  ["arch", ["sparc"]],
  ["updater", ["carrier-pigeon", undefined, 0]],
  ["running", ["4".repeat(2_000), 45]],
  ["os", ["1".repeat(2_000)]],
  ["managed", ["true", null]],
  ["offered", ["newest", 45, "1".repeat(2_000)]],
  ["at", ["yesterday", 1_772_323_200_000, null, "2".repeat(2_000)]],
])("a check-in whose %s is not what an edge sends is none", (name, values) => {
  expect(readSentCheckIn(FINE)).not.toBeNull();
  for (const value of values)
    expect(readSentCheckIn({ ...FINE, [name]: value }), JSON.stringify(value)).toBeNull();
});
