import { expect, test } from "vitest";
import {
  type LimitsDraft,
  NO_LIMITS_DRAFT,
  problemsOf,
  toLimitsChange,
} from "../../src/web/releases/limits-draft.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const NEAR = "2026-12-01T00:00:00Z";

const draftOf = (fields: Partial<LimitsDraft>): LimitsDraft => ({ ...NO_LIMITS_DRAFT, ...fields });

test("an end of life that is moved to less than 30 days away needs a reason", () => {
  const near = draftOf({ expiresAt: NEAR });
  expect([...problemsOf(near, NO_LIMITS_DRAFT, NOW)]).toEqual(["expiry_reason"]);
  expect([...problemsOf(near, draftOf({ expiresAt: "2027-12-01T00:00:00Z" }), NOW)]).toEqual([
    "expiry_reason",
  ]);
});

test("one that time has brought near needs none, whatever else is changed", () => {
  const saved = draftOf({ expiresAt: NEAR });
  const changes = { floor: "It moves the data." };
  expect([...problemsOf({ ...saved, ...changes }, saved, NOW)]).toEqual([]);
  expect(toLimitsChange(changes, { ...saved, ...changes })).toEqual({
    floor: { reason: "It moves the data." },
  });
});

test("the reason of one that is near is not taken away", () => {
  const saved = draftOf({ expiresAt: NEAR, expiryReason: "A hole." });
  expect([...problemsOf({ ...saved, expiryReason: " " }, saved, NOW)]).toEqual(["expiry_reason"]);
});
