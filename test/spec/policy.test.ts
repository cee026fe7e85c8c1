import { describe, test } from "vitest";
import { PolicyDriver } from "./policy-driver.ts";
import { runScenario } from "./run-scenario.ts";
import { readScenarios } from "./scenario.ts";

const scenarios = readScenarios(new URL("../../spec/", import.meta.url));

for (const file of new Set(scenarios.map((scenario) => scenario.file))) {
  describe(file, () => {
    test.each(scenarios.filter((scenario) => scenario.file === file))("$name", async (scenario) => {
      await runScenario(scenario, new PolicyDriver());
    });
  });
}
