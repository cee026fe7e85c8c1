import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { findUnreadableCode } from "./unreadable-code.ts";

const root = join(import.meta.dirname, "..", "..");

/** Written by a program, so that nobody has to read it. */
const GENERATED = ["src/client/schema.ts"];

describe("the code", () => {
  test.each(["src", "bench", "test/support"])(
    "in %s has no function with five parameters, and spreads no object literal",
    (folder) => {
      const found = sourcesIn(folder).flatMap((path) =>
        findUnreadableCode(path, readFileSync(join(root, path), "utf8")),
      );
      expect(found).toEqual([]);
    },
  );
});

describe("the check", () => {
  test.each([
    ["function f(a, b, c, d, e) {}", "x.ts: f has 5 parameters"],
    ["const f = (a, b, c, d, e) => a;", "x.ts: f has 5 parameters"],
    ["class K { constructor(a, b, c, d, e) {} }", "x.ts: the constructor of K has 5 parameters"],
    ["class K { m(a, b, c, d, ...e) {} }", "x.ts: m has 5 parameters"],
    ["call(function (a, b, c, d, e) {});", "x.ts: a function has 5 parameters"],
    ["const o = { ...{ a, b } };", "x.ts: spreads the literal of a"],
  ])("finds the fault in %s", (text, fault) => {
    expect(findUnreadableCode("x.ts", text)).toEqual([fault]);
  });

  test.each([
    "function f(a, b, c, d) {}",
    "type F = (a: 1, b: 2, c: 3, d: 4, e: 5) => void;",
    "const o = { ...p, ...(p && { a }) };",
    "f(...[a, b]);",
  ])("finds no fault in %s", (text) => {
    expect(findUnreadableCode("x.ts", text)).toEqual([]);
  });
});

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !GENERATED.includes(path));
}
