import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const SCHEMA = readFileSync(join(ROOT, "src/store/schema.sql"), "utf8");
const PAGE = readFileSync(join(ROOT, "docs/operating.md"), "utf8");

/** The tables whose id is that of an organization. */
const BY_ORGANIZATION = ["organizations", "enrolments"];

/** Where a table has the organization's id, as the schema says it. */
function placeOfOrganization(name: string, definition: string): string {
  const key = /PRIMARY KEY \(([^)]*)\)/.exec(definition)?.[1] ?? "";
  if (BY_ORGANIZATION.includes(name) || key.split(", ").includes("organization_id")) return "in the key";
  return /^ {2}organization_id /m.test(definition) ? "a column" : "none";
}

test("the operator's page tells of every table where it has the organization's id", () => {
  const tables = [...SCHEMA.matchAll(/^create table (\w+) \(\n([\s\S]*?)^\);$/gm)];
  const inSchema = tables.map(([, name = "", definition = ""]) => [
    name,
    placeOfOrganization(name, definition),
  ]);
  const told = [...PAGE.matchAll(/^\| `([a-z_]+)` +\| (in the key|a column|none) +\|/gm)].map(
    ([, name, place]) => [name, place],
  );
  expect(inSchema.length).toBeGreaterThan(15);
  expect(told.sort()).toEqual(inSchema.sort());
});
