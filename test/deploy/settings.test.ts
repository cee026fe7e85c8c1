import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/api/config.ts";
import { settingsText } from "../../src/cli/settings-text.ts";
import { EDGE_SETTINGS } from "../../src/edge/edge-config.ts";
import { CONFIG_FILE, type Setting } from "../../src/serving/configuration.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const OF_EDGE: readonly Setting[] = [...EDGE_SETTINGS, CONFIG_FILE];
/** Variables that the command line reads, which `sluice --help` names. */
const OF_COMMANDS = ["SLUICE_URL", "SLUICE_TOKEN"];

/** A variable as a table of a document tells of it. */
interface Told {
  readonly name: string;
  /** What stands in its column for the default, or the one of several there that is this variable's. */
  readonly usual: string;
}

/** The variables of all tables of a document that are about variables. */
function toldIn(document: string): readonly Told[] {
  const tables = document.split(/\n(?!\|)/).map((part) => part.split("\n"));
  return tables
    .map((lines) => lines.filter((line) => line.startsWith("| ")))
    .filter(([head = ""]) => /^\| variable +\| default +\|/.test(head))
    .flatMap(([, , ...rows]) => rows.flatMap(readRow));
}

function readRow(row: string): readonly Told[] {
  const [names = "", cell = ""] = row.slice(2).split(" | ");
  const named = [...names.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name);
  const values = cell.match(/`[^`]+`/g) ?? [];
  const usualAt = (at: number) => (values.length === named.length ? values[at] : cell) ?? "";
  return named.map((name, at) => ({ name, usual: usualAt(at).trim() }));
}

const namesOf = (told: readonly { readonly name: string }[]) =>
  [...new Set(told.map(({ name }) => name))].sort();

describe.each([
  ["a server", "docs/operating.md", SETTINGS],
  ["an edge", "docs/edge.md", OF_EDGE],
])("the settings of %s", (_whose, path, settings) => {
  const document = read(path);
  const told = toldIn(document);

  test("are those of the tables of its document; some of OpenTelemetry stand in the text", () => {
    const inText = settings.filter(
      ({ name }) => name.startsWith("OTEL_") && document.includes(`\`${name}\``),
    );
    expect(namesOf([...told, ...inText])).toEqual(namesOf(settings));
  });

  test.each(told)("$name is $usual by default", ({ name, usual }) => {
    const setting = settings.find((one) => one.name === name);
    expect(setting).toBeDefined();
    if (setting?.usual === null) expect(usual).not.toContain("`");
    else expect(usual).toContain(`\`${setting?.usual}\``);
  });

  test("have usual values that are allowed, and stand in the help, with what is allowed", () => {
    const help = settingsText(settings);
    for (const { name, usual, isRight, allowed = "" } of settings) {
      if (usual !== null) expect([name, isRight?.(usual) ?? true]).toEqual([name, true]);
      expect([name, isRight === undefined]).toEqual([name, allowed === ""]);
      expect(help).toContain(`  ${name}=${usual ?? ""}`);
      expect(help).toContain(allowed);
    }
  });
});

test("no document, example or chart names a setting that there is not", () => {
  const known = new Set([...namesOf(SETTINGS), ...namesOf(OF_EDGE), ...OF_COMMANDS]);
  const files = ["docs", "deploy"]
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter(
      (entry) => entry.isFile() && !entry.name.endsWith(".png") && !/[/\\]decisions$/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = [...files, join(ROOT, "README.md")].map((file) => readFileSync(file, "utf8"));
  const named = texts.flatMap((text) => text.match(/\b(?:SLUICE|EDGE|METRICS)_[A-Z0-9_]*[A-Z0-9]\b/g) ?? []);
  expect(named.length).toBeGreaterThan(100);
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
});
