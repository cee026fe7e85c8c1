import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { findUnreadableCode } from "./unreadable-code.ts";

const root = join(import.meta.dirname, "..", "..");

/** Written by a program, so that nobody has to read it. */
const GENERATED = ["src/client/schema.ts"];

/** Faults that are known and still to be mended: this list only becomes shorter. */
const STILL_THERE: ReadonlySet<string> = new Set([
  "src/api/bulk/bulk-settings.ts: spreads the literal of before",
  "src/api/bulk/bulk-settings.ts: spreads the literal of dryRun",
  "src/api/bulk/bulk-settings.ts: spreads the literal of subject",
  "src/api/events/change-text.ts: spreads the literal of sequence",
  "src/api/events/stream-events.ts: spreads the literal of method",
  "src/api/organizations/change-settings.ts: changeSettings has 5 parameters",
  "src/api/serve.ts: spreads the literal of now",
  "src/api/serve.ts: toContext has 5 parameters",
  "src/api/updates/register-electron-feed.ts: spreads the literal of organization",
  "src/api/updates/register-electron-feed.ts: spreads the literal of verdict",
  "src/commands/command.ts: spreads the literal of id",
  "src/ledger/hash.ts: spreads the literal of sequence",
  "src/policy/change.ts: changePartnerSettings has 5 parameters",
  "src/policy/change.ts: changeUserSettings has 6 parameters",
  "src/policy/judge.ts: judgeInTime has 5 parameters",
  "src/policy/preview.ts: foresee has 6 parameters",
  "src/policy/preview.ts: spreads the literal of before",
  "src/policy/preview.ts: spreads the literal of reach",
  "src/policy/release-effect.ts: effectsOf has 5 parameters",
  "src/policy/release-effect.ts: spreads the literal of before",
  "src/policy/trace-releases.ts: only has 5 parameters",
  "src/policy/trace-releases.ts: traceReleases has 5 parameters",
  "src/simulation/answers.ts: spreads the literal of installedAt",
  "src/simulation/checks.ts: #upgrade has 5 parameters",
  "src/simulation/release-builds.ts: spreads the literal of id",
  "src/simulation/release-builds.ts: spreads the literal of size",
  "src/simulation/simulate.ts: spreads the literal of adoption",
  "src/simulation/simulate.ts: spreads the literal of checks",
  "src/simulation/simulate.ts: spreads the literal of forecasts",
  "src/simulation/simulate.ts: spreads the literal of wish",
  "src/store/ledger/change.ts: spreads the literal of action",
  "src/store/ledger/ledger-table.ts: spreads the literal of sequence",
  "src/updates/fast-check.ts: sendShared has 5 parameters",
  "src/web/adoption/adoption-sections.tsx: spreads the literal of key",
  "src/web/adoption/installation-table.tsx: spreads the literal of installation",
  "src/web/audit/audit-page.tsx: spreads the literal of from",
  "src/web/audit/audit-page.tsx: spreads the literal of person",
  "src/web/audit/sentence.ts: spreads the literal of action",
  "src/web/frame/use-navigation.ts: spreads the literal of top",
]);

describe("the code", () => {
  test.each(["src", "bench", "test/support"])(
    "in %s has no function with five parameters, and spreads no object literal",
    (folder) => {
      const found = sourcesIn(folder).flatMap((path) =>
        findUnreadableCode(path, readFileSync(join(root, path), "utf8")),
      );
      expect(found.filter((fault) => !STILL_THERE.has(fault))).toEqual([]);
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
