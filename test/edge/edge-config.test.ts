import { expect, test } from "vitest";
import { readEdgeConfig } from "../../src/edge/edge-config.ts";

const CONFIG = {
  SLUICE_CONFIG: "/dev/null",
  SLUICE_ORIGIN_URL: "http://one:8080",
  SLUICE_EDGE_KEY: "k".repeat(32),
};

test("an edge needs servers and the key; everything else has a default", () => {
  expect(readEdgeConfig(CONFIG)).toEqual({
    ok: true,
    value: {
      port: 8090,
      host: "127.0.0.1",
      origins: ["http://one:8080"],
      edgeKey: "k".repeat(32),
      keepDirectory: null,
      filesUrl: "http://one:8080",
      mostLagSeconds: null,
      metricsToken: null,
      publicUrl: null,
      sharedCacheSeconds: 60,
      countsFromLogs: false,
      logLevel: "info",
    },
  });
});

test("several servers, and addresses with a slash at the end", () => {
  const addresses = {
    SLUICE_ORIGIN_URL: "https://one.example.org/,http://two:8080/base/",
    SLUICE_FILES_URL: "https://files.example.org/",
  };
  const read = readEdgeConfig({ ...CONFIG, ...addresses });
  expect(read).toMatchObject({
    value: {
      origins: ["https://one.example.org", "http://two:8080/base"],
      filesUrl: "https://files.example.org",
    },
  });
});

test.each([
  ["SLUICE_ORIGIN_URL", "", "is not set"],
  ["SLUICE_ORIGIN_URL", "one:8080", 'is "one:8080"'],
  ["SLUICE_ORIGIN_URL", "http://one, http://two", "separated by commas without spaces"],
  ["SLUICE_EDGE_KEY", "", "is not set"],
  ["SLUICE_EDGE_KEY", "too-short", "(not shown)"],
  ["EDGE_PORT", "70000", "from 0 (any free port) to 65535"],
  ["EDGE_READY_LAG_SECONDS", "0", "from 1 to"],
  ["SLUICE_FILES_URL", "ftp://files", "http:// or https://"],
  ["EDGE_HOST", "0.0.0.0", "PUBLIC_URL is not set"],
  ["PUBLIC_URL", "nowhere", "http:// or https://"],
  ["LOG_LEVEL", "loud", "one of silent"],
])("refuses %s=%s", (name, value, said) => {
  const read = readEdgeConfig({ ...CONFIG, [name]: value });
  expect(read).toMatchObject({ ok: false, error: { code: "configuration_invalid" } });
  if (read.ok) return;
  expect(read.error.message).toContain(name);
  expect(read.error.message).toContain(said);
  expect(read.error.message).not.toContain("too-short");
});
