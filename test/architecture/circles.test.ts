import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { expect, test } from "vitest";
import { readSource, type SourceFile } from "./source-file.ts";
import { findCycles } from "./violations.ts";

const root = join(import.meta.dirname, "..", "..");

/** Every source file below these folders, by its path from the root. */
function sourcesIn(folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => readSource(relative(root, path).replaceAll(sep, "/"), readFileSync(path, "utf8")));
}

test("no file imports itself by way of others, not even for a type: in src, bench, scripts and test", () => {
  const files = sourcesIn(["src", "bench", "scripts", "test"]);
  expect(files.length).toBeGreaterThan(500);
  expect(findCycles(files)).toEqual([]);
});

/** A file of a room as the part of the room that it is in: a folder, or the file itself where it is in none. */
function partOf(room: string, path: string): string {
  const [first = ""] = path.slice(room.length + 1).split("/");
  return `${room}/${first}`;
}

/** The parts of a room, each with the arrows of all its files to other parts. */
function partsOf(room: string): readonly SourceFile[] {
  const parts = new Map<string, SourceFile>();
  for (const { path, arrows } of sourcesIn([room])) {
    const part = partOf(room, path);
    const outward = arrows.flatMap((arrow) => {
      const to = arrow.specifier.startsWith(".")
        ? join(path, "..", arrow.specifier).replaceAll(sep, "/")
        : "";
      const other = to.startsWith(`${room}/`) ? partOf(room, to) : part;
      return other === part ? [] : [{ ...arrow, specifier: `./${other.slice(room.length + 1)}` }];
    });
    const known = parts.get(part)?.arrows ?? [];
    parts.set(part, { path: part, lines: 0, arrows: [...known, ...outward], impurities: [], defaults: [] });
  }
  return [...parts.values()];
}

test("arrows between the folders of the API and what stands beside them go one way", () => {
  const parts = partsOf("src/api");
  expect(parts.length).toBeGreaterThan(20);
  expect(findCycles(parts)).toEqual([]);
});
