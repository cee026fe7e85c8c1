import { test } from "vitest";
import { DEPTH } from "../support/depth.ts";
import { eachDatabase } from "../support/each-database.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { coverFeatures } from "./features.ts";
import { HttpDriver } from "./http-driver.ts";
import { runScenario } from "./run-scenario.ts";
import { readScenarios } from "./scenario.ts";

const scenarios = readScenarios(new URL("../../spec/", import.meta.url));

/** All on PostgreSQL; on the embedded database, in the gate, so many that everything a scenario can say is said. */
const SCENARIOS = {
  postgresql: scenarios,
  embedded: DEPTH === "soak" ? scenarios : coverFeatures(scenarios),
};

eachDatabase("every scenario through the HTTP API, signed in as the right people", (store, kind) => {
  test.each(SCENARIOS[kind])("$file: $name", async (scenario) => {
    const server = await startServer(store());
    try {
      await runScenario(scenario, new HttpDriver(server.url, VENDOR_TOKEN, server.setClock));
    } finally {
      await server.close();
    }
  });
});
