import fc from "fast-check";
import { expect, test } from "vitest";
import { CheckQuery, SaidCheckQuery } from "../../src/contract/verdict.ts";
import { CHECK_FIELDS, readCheckQuery } from "../../src/updates/check-query.ts";

/** Texts that mean something to one field or another, beside any text at all. */
const texts = fc.oneof(
  fc.constantFrom(
    ...["win", "mac", "linux", "android", "Win", "x64", "arm64", "x86", "exe", "msi", "dmg", "deb"],
  ),
  fc.constantFrom(
    ...["sparkle", "apt", "banana", "true", "false", "1", "0", "yes", "", " ", "\u0000", "\ud800"],
  ),
  fc.constantFrom(...["45.4.1.32313", "3.0.0-rc.2", "1", "1.2.3.4.5", "10.0.19045", "22.04", "1e3", "٣.٤"]),
  fc.constantFrom(...["2026-10-06", "2026-10-06T00:00:00Z", "2026-02-30", "0001-01-01T00:00:00+12:00"]),
  fc.constantFrom("9999-12-31T23:59:59-10:00", "__proto__", "constructor"),
  fc.integer({ min: 198, max: 202 }).map((length) => "a".repeat(length)),
  fc.integer({ min: 398, max: 402 }).map((length) => "b".repeat(length)),
  fc.integer({ min: 58, max: 62 }).map((length) => "1".repeat(length)),
  fc.string({ unit: "binary", maxLength: 50 }),
);
const said = fc.oneof(
  { weight: 6, arbitrary: texts },
  { weight: 1, arbitrary: fc.array(texts, { minLength: 2, maxLength: 3 }) },
);
const names = [...CHECK_FIELDS, "unknown", "toString"] as const;
const queries = fc
  .record(Object.fromEntries(names.map((name) => [name, said])), { requiredKeys: [] })
  .chain((query) =>
    fc.oneof(
      fc.constant(query),
      fc.constant(Object.assign({}, query, { platform: "win", arch: "x64", version: "45.1" })),
    ),
  );

test("a check is read alike by the reader of the servers and by the schema of the API document, whatever it says", () => {
  const seen = { read: 0, refused: 0 };
  const property = fc.property(queries, (query) => {
    const own = readCheckQuery(query);
    const schema = SaidCheckQuery.safeParse(query);
    seen[own.ok ? "read" : "refused"]++;
    expect(
      own.ok ? own.value : own.error.map(({ code, description }) => `${code} ${description.split(":")[0]}`),
    ).toEqual(schema.success ? schema.data : schema.error.issues.map(faultOf));
  });
  fc.assert(property, { numRuns: 3_000 });
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(500);
});

/** Code and parameter of an issue, as a refusal names them. */
function faultOf(issue: { readonly path: readonly PropertyKey[]; readonly code: string }): string {
  const { params } = issue as { readonly params?: { readonly code?: string } };
  return `${params?.code ?? "invalid_field"} ${issue.path.map(String).join(".")}`;
}

test("the parameters that are not named as ignored are those of the document", () => {
  expect(CHECK_FIELDS).toEqual(Object.keys(CheckQuery.shape));
});
