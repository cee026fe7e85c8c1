import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/api/config.ts";
import { DEFAULT_QUOTAS, QUOTA_NAMES, QUOTAS, quotaReached } from "../../../src/tenancy/quota.ts";

const read = (quotas: string) => readConfig({ SLUICE_CONFIG: "", SLUICE_QUOTAS: quotas });

describe("SLUICE_QUOTAS", () => {
  test("changes those that it names, and leaves the others", () => {
    const given = read("organization_tokens=7, partner_calls = 90000,");
    expect(given).toMatchObject({
      value: { quotas: { ...DEFAULT_QUOTAS, organization_tokens: 7, partner_calls: 90_000 } },
    });
    expect(read("")).toMatchObject({ value: { quotas: DEFAULT_QUOTAS } });
  });

  test.each([
    "tokens=7",
    "organization_tokens",
    "organization_tokens=0",
    "organization_tokens=-1",
    "organization_tokens=1.5",
    "organization_tokens=7,organization_tokens=8",
    "organization_tokens=7;partner_tokens=8",
    "constructor=1",
    "organization_tokens=99999999999999999999",
  ])("refuses %j, with the names that there are", (quotas) => {
    const refused = read(quotas);
    expect(refused).toMatchObject({ ok: false, error: { code: "configuration_invalid" } });
    if (!refused.ok) for (const name of QUOTA_NAMES) expect(refused.error.message).toContain(name);
  });
});

test.each(QUOTA_NAMES)("the refusal of %s says its name, the number, and what to do", (name) => {
  const { message } = quotaReached({ ...DEFAULT_QUOTAS, [name]: 12_345 }, name);
  expect(message).toContain(`The quota ${name} is reached: at most 12345 ${QUOTAS[name].what}; `);
  expect(message).toContain(QUOTAS[name].relief);
});

test("the operator's page has every quota with its number, and no other", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/operating.md"), "utf8");
  const rows = page.matchAll(/^\| `(\w+)` +\| (\d+) +\| (.*?) +\| (?:in the database|by each server) +\|$/gm);
  const told = [...rows].map(([, name, most, what]) => ({ name, most: Number(most), what }));
  expect(told).toEqual(
    QUOTA_NAMES.map((name) => ({ name, most: QUOTAS[name].most, what: QUOTAS[name].what })),
  );
});
