import { readFileSync } from "node:fs";
import { z } from "zod";
import { readScenarios, type Scenario, scenarioFile } from "./scenario.ts";

/**
 * The version of the specification: the first number rises when a runner must change or an expectation became another
 * one, the second when scenarios were added, the third when only names or descriptions changed.
 */
const VERSION = "4.0.0";

const SCHEMA_FILE = "scenario.schema.json";

/** The format of a scenario file as JSON Schema (2020-12), as an author writes it: what has a default may be left out. */
export function makeScenarioSchema(): object {
  const schema = z.toJSONSchema(scenarioFile, { io: "input", target: "draft-2020-12" });
  const { $schema, ...rest } = schema;
  return { $schema, $comment: `Version ${VERSION}; see README.md`, title: "A file of scenarios", ...rest };
}

/** What the folder holds: each scenario file with its subject, the rules that it speaks of, and how many scenarios it has. */
export function makeIndex(folder: URL): object {
  const scenarios = readScenarios(folder);
  const files = [...new Set(scenarios.map(({ file }) => file))].map((file) => {
    const own = scenarios.filter((scenario) => scenario.file === file);
    return { file, subject: subjectOf(folder, file), rules: rulesOf(own), scenarios: own.length };
  });
  return { version: VERSION, schema: SCHEMA_FILE, scenarios: scenarios.length, files };
}

function subjectOf(folder: URL, file: string): string {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8")).subject;
}

function rulesOf(scenarios: readonly Scenario[]): readonly string[] {
  const rules = new Set(scenarios.flatMap((scenario) => scenario.rules));
  return [...rules].sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
}
