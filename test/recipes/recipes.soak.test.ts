import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copySources, type SourceCopy } from "./copy.ts";
import { ASK_EVERYTHING, FREEZE_GATE } from "./freeze-window.ts";

/** What is added to the copy, one line each, as the recipes of CONTRIBUTING say: the file, the line before it, the line. */
const ADDED: readonly (readonly [path: string, mark: string, line: string])[] = [
  // A rule about one release, with its reason and what a trace says of it.
  ["src/policy/rules.ts", '"R24",', '  "R35",'],
  [
    "src/policy/reason.ts",
    "legacy_settings: {",
    '  frozen: { rule: "R35", parameters: { version: "version", until: "instant" }, keepsBehind: true },',
  ],
  [
    "src/policy/trace.ts",
    'nothing_is_critical: "R20"',
    '  frozen_until: "R35",\n  nothing_is_frozen: "R35",',
  ],
  [
    "src/policy/gates/gates.ts",
    'import type { Gate } from "./gate.ts";',
    'import { FREEZE_WINDOW } from "./freeze-window.ts";',
  ],
  ["src/policy/gates/gates.ts", "PLATFORM_BUILD, // R5", "  FREEZE_WINDOW, // R35"],
  // A subject of the ledger.
  ["src/ledger/subject.ts", "forecast_link: ForecastLink;", "  freeze_window: { readonly id: string };"],
  // A refusal, a command, a language and a proof.
  ["src/refusal-code.ts", '| "release_withdrawn"', '  | "freeze_too_long"'],
  ["src/commands/command.ts", "export type Command =", '  | { readonly kind: "freeze" }'],
  [
    "src/tenancy/locale.ts",
    'fr: { name: "Français"',
    '  pl: { name: "Polski", tag: "pl-PL", direction: "ltr", translatedBy: "machine" },',
  ],
];

let copy: SourceCopy;
let faults: readonly string[] = [];

beforeAll(async () => {
  copy = copySources();
  copy.add("src/policy/gates/freeze-window.ts", FREEZE_GATE);
  copy.add("src/ask-everything.ts", `// @ts-nocheck\n${ASK_EVERYTHING}`);
  for (const [path, mark, line] of ADDED) copy.addAfter(path, mark, line);
  faults = await copy.compile();
}, 600_000);
afterAll(() => copy.remove());

/** The files of `src` and `test` that do not compile until they know what was added, by what they must know. */
const ASKED_FOR = {
  "the sentences of a new reason": ["src/cli/reason-text.ts", "src/web/explain/reason-text.tsx"],
  "why an installation is behind": [
    "src/web/adoption/adoption-sections.tsx",
    "src/web/counted/counted-chips.tsx",
  ],
  "what a trace tells of a new rule": [
    "src/web/explain/causal-order.ts",
    "src/web/explain/seen-releases.tsx",
    "src/web/explain/step-entry.tsx",
    "src/web/explain/trace-rules.ts",
  ],
  "a new subject of the ledger": [
    "src/api/entities.ts",
    "src/fleet/enrolments.ts",
    "src/fleet/world.ts",
    "src/ledger/calendar-log.ts",
    "src/ledger/organization-history.ts",
    "src/ledger/subject.ts",
    "src/store/ledger/record-row.ts",
    "src/store/verify/stored-states.ts",
    "src/web/audit/entry-sentences.ts",
    "src/web/data/refresh.ts",
    "test/store/subjects.test.ts",
  ],
  "the status of a new refusal": ["src/refusal-status.ts"],
  "how a new command is done, and undone": ["src/commands/perform.ts", "src/commands/undo/undo-table.ts"],
  "the words of calendars in a new language": ["src/api/forecast/calendar-words.ts"],
} as const;

describe("the compiler", () => {
  test.each(Object.entries(ASKED_FOR))("asks for %s", (_, files) => {
    expect(files.filter((file) => !faults.some((line) => line.startsWith(`${file}(`)))).toEqual([]);
  });

  test("asks for nothing else: no other place of the policy, the fleet or the API lists rules, subjects or codes", () => {
    const known: readonly string[] = Object.values(ASKED_FOR).flat();
    expect(faults.filter((line) => !known.includes(line.slice(0, line.indexOf("("))))).toEqual([]);
  });
});

describe("a rule that is one gate and one line", () => {
  test("gives the same answer from decision, prepared answer, effect, behind and trace at every instant", async () => {
    const { answers, forecast, dates } = (await copy.run("src/ask-everything.ts")) as {
      answers: readonly Record<string, unknown>[];
      forecast: readonly string[];
      dates: readonly string[];
    };
    const frozen = {
      decided: "stay",
      prepared: "stay",
      offered: false,
      told: "frozen_until",
    };
    const open = { decided: "update", prepared: "update", offered: true, behind: "not_updated_yet" };
    const reason = { code: "frozen", rule: "R35", version: "46.12", until: "2026-12-20T00:00:00.000Z" };
    expect(answers).toMatchObject([
      { date: 8, decided: "stay", prepared: "stay", offered: false },
      { date: 13, ...frozen, behind: "frozen", traced: ["frozen"], reasons: [reason] },
      { date: 15, ...frozen, behind: "frozen", traced: ["frozen"], reasons: [reason] },
      { date: 19, ...frozen, behind: "frozen", traced: ["frozen"], reasons: [reason] },
      { date: 20, ...open, traced: ["admitted"], reasons: [] },
      { date: 25, ...open, traced: ["admitted"], reasons: [] },
    ]);
    expect([forecast, dates]).toEqual([["2026-12-20"], ["2026-12-20"]]);
  });
});
