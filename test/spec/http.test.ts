import { test } from "vitest";
import { eachDatabase } from "../support/each-database.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { HttpDriver } from "./http-driver.ts";
import { runScenario } from "./run-scenario.ts";
import { readScenarios } from "./scenario.ts";

const scenarios = readScenarios(new URL("../../spec/", import.meta.url));

eachDatabase("every scenario through the HTTP API, signed in as the right people", (store) => {
  test.each(scenarios)("$file: $name", async (scenario) => {
    const server = await startServer(store());
    try {
      await runScenario(scenario, new HttpDriver(server.url, VENDOR_TOKEN, server.setClock));
    } finally {
      await server.close();
    }
  });
});
