import { describe, expect, test } from "vitest";
import { toInstant } from "../../src/instant.ts";
import { kindsByUse } from "../../src/tenancy/second-factor.ts";

const used = (kind: "totp" | "passkey", at: number | null) => {
  return { kind, lastUsedAt: at === null ? null : toInstant(at) };
};

describe("The kinds of second factor by use", () => {
  test.each([
    ["the last used first", [used("totp", 1), used("passkey", 2)], ["passkey", "totp"]],
    [
      "by the newest use of each",
      [used("passkey", 2), used("totp", 1), used("totp", 3)],
      ["totp", "passkey"],
    ],
    ["never used last", [used("totp", null), used("passkey", 1)], ["passkey", "totp"]],
    [
      "in their usual order if neither was used",
      [used("passkey", null), used("totp", null)],
      ["totp", "passkey"],
    ],
    ["each once", [used("passkey", 1), used("passkey", null)], ["passkey"]],
  ])("%s", (_order, factors, kinds) => {
    expect(kindsByUse(factors)).toEqual(kinds);
  });
});
