import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { beforeAll, expect, test } from "vitest";
import { PolicyDriver } from "./policy-driver.ts";
import { runScenario } from "./run-scenario.ts";
import { parseScenarios, readScenarios, SCENARIO_FILE } from "./scenario.ts";
import { makeIndex, makeScenarioSchema } from "./specification.ts";

const folder = new URL("../../spec/", import.meta.url);
const files = readdirSync(folder).filter((file) => SCENARIO_FILE.test(file));

let validate: ValidateFunction;

/** As a stranger validates: with the file that is checked in, and a general validator. */
beforeAll(() => {
  const schema = JSON.parse(readFileSync(new URL("scenario.schema.json", folder), "utf8"));
  // The patterns beside the two formats say the same; ajv knows no formats of its own.
  validate = new Ajv2020({ allErrors: true, formats: { date: true, "date-time": true } }).compile(schema);
});

function text(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

test("spec/scenario.schema.json is the format that the runner reads", async () => {
  const path = fileURLToPath(new URL("scenario.schema.json", folder));
  await expect(text(makeScenarioSchema())).toMatchFileSnapshot(path);
});

test("spec/index.json names every scenario file, with its rules and the number of its scenarios", async () => {
  await expect(text(makeIndex(folder))).toMatchFileSnapshot(fileURLToPath(new URL("index.json", folder)));
});

test("Nothing lies in spec/ but scenario files and what describes them", () => {
  const others = readdirSync(folder).filter((file) => !SCENARIO_FILE.test(file));
  expect(others.sort()).toEqual(["README.md", "index.json", "scenario.schema.json"]);
});

test.each(files)("%s follows the schema", (file) => {
  const isValid = validate(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
  expect(isValid ? null : validate.errors).toBeNull();
});

test("The example of spec/README.md follows the schema, and comes out as it says", async () => {
  const [, example = ""] =
    /```json\n([^`]*)```/.exec(readFileSync(new URL("README.md", folder), "utf8")) ?? [];
  const content = JSON.parse(example);
  expect(validate(content)).toBe(true);
  const scenarios = parseScenarios("README.md", content);
  expect(scenarios.length).toBe(1);
  for (const scenario of scenarios) await runScenario(scenario, new PolicyDriver());
});

test.each([
  ["an action that is none", { do: { as: "vendor", action: "delete_everything" } }],
  [
    "a field that an action does not have",
    { do: { as: "vendor", action: "open_settings", organization: "a", x: 1 } },
  ],
  ["an action by nobody", { do: { action: "open_settings", organization: "acme" } }],
  ["a role that is none", { do: { as: "king", action: "open_settings", organization: "acme" } }],
  ["a day that is none", { at: "2026-02-30" }],
  [
    "a verdict without reasons",
    { expect: [{ check: { version: "45.1" }, action: "stay", version: "45.1" }] },
  ],
  ["a field that no step has", { hope: [] }],
])("The schema refuses %s", (_what, wrong) => {
  const [first] = readScenarios(folder);
  const scenario = { name: first?.name, rules: ["R1"], world: {}, steps: [{ at: "2026-02-10", ...wrong }] };
  expect(validate({ subject: "A wrong one", scenarios: [scenario] })).toBe(false);
});
