import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { CheckIns } from "../../src/fleet/check-ins.ts";
import { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { type AnsweredRequest, noteCheckIn } from "../../src/updates/note-check-in.ts";
import { anOrganization, at } from "../support/records.ts";

const ACME = anOrganization();
const world = new World();
const entry = { sequence: 1, change: 1, at: at("2026-01-01"), hash: "", before: null };
world.apply([
  { ...entry, subject: "organization", id: ACME.id, organizationId: ACME.id, after: ACME } as never,
]);
const fleet = new Fleet(world);

/** What is waiting after a check that says this of itself; also what no schema would let through. */
function noted(said: Partial<Record<keyof AnsweredRequest, unknown>>) {
  const checkIns = new CheckIns();
  const asked = {
    organization: ACME.id,
    number: fleet.numberOf(ACME.id),
    installation: "one",
    user: null,
    updater: null,
    target: 0,
    running: "45.1",
    os: null,
    managed: false,
    key: null,
    verdict: { action: "stay", reasons: [] },
    at: at("2026-03-01"),
  };
  noteCheckIn({ fleet, checkIns }, { ...asked, ...said } as never);
  return checkIns.oldest(10);
}

test("A check-in is noted with the text of its installation, its user, its version and its system", () => {
  const said = { user: randomUUID(), os: "10.0.19045", managed: true };
  expect(noted(said)).toMatchObject([
    { organizationId: ACME.id, installation: "one", running: "45.1", ...said },
  ]);
});

test.each([
  "",
  null,
  undefined,
  ["a"],
  ["a", "b"],
  7,
  {},
  { length: 3 },
  "\0",
  "a\nb",
  "\u0085",
  "\ud800",
  "x\udc00y",
  "x".repeat(201),
])("An installation that is no fit text is not noted: %j", (installation) => {
  expect(noted({ installation })).toEqual([]);
});

test.each(["x".repeat(200), "東京", "💻", "a b", "{NULL}", '"', "\\"])(
  "Any other text is noted as it is: %s",
  (installation) => {
    expect(noted({ installation })).toMatchObject([{ installation }]);
  },
);

test.each([["a", "b"], 7, {}, "x".repeat(401)])(
  "A user, a version or a system that is no text counts as not told: %j",
  (odd) => {
    expect(noted({ user: odd, running: odd, os: odd, managed: odd })).toMatchObject([
      { user: null, running: null, os: null, managed: false },
    ]);
  },
);

test.each([["a", "b"], 7, {}, null])(
  "An organization that is no text has no check-in: %j",
  (organization) => {
    expect(noted({ organization })).toEqual([]);
  },
);
