import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Config, checkServed, readConfig } from "../../src/api/config.ts";

let directory: string;
let noFile: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-config-"));
  noFile = join(directory, "empty.env");
  await writeFile(noFile, "");
  return () => rm(directory, { recursive: true, force: true });
});

/** The configuration that an environment makes, with nothing from any file. */
function read(environment: Record<string, string | undefined> = {}): Config {
  const config = readConfig({ SLUICE_CONFIG: noFile, ...environment });
  if (!config.ok) throw new Error(config.error.message);
  return config.value;
}

/** The sentence with which an environment is refused. */
function refusal(environment: Record<string, string>): string {
  const config = readConfig({ SLUICE_CONFIG: noFile, ...environment });
  if (config.ok) throw new Error(`accepted: ${JSON.stringify(config.value)}`);
  expect(config.error.code).toBe("configuration_invalid");
  return config.error.message;
}

test("nothing said is the documented default", () => {
  expect(read()).toMatchObject({
    port: 8080,
    host: "127.0.0.1",
    dataDirectory: "./data",
    databaseUrl: null,
    demo: false,
    vendorToken: null,
    product: "Webex App",
    vendor: "Cisco",
    supportUrl: null,
    publicUrl: null,
    signingKeyFile: null,
  });
});

test("every variable is read", () => {
  const environment = {
    PORT: "0",
    HOST: "::1",
    DATA_DIR: "/srv/sluice",
    DATABASE_URL: "postgresql://db/sluice",
    SLUICE_DEMO: "1",
    SLUICE_VENDOR_TOKEN: "0123456789abcdef",
    SLUICE_PRODUCT: "Atlas",
    SLUICE_VENDOR: "Acme Inc.",
    SLUICE_SUPPORT_URL: "https://help.example.org/releases?from=sluice",
    PUBLIC_URL: "https://updates.example.org/sluice//",
    SLUICE_SIGNING_KEY_FILE: "/etc/sluice/key.pem",
  };
  expect(read(environment)).toMatchObject({
    port: 0,
    host: "::1",
    dataDirectory: "/srv/sluice",
    databaseUrl: "postgresql://db/sluice",
    demo: true,
    vendorToken: "0123456789abcdef",
    product: "Atlas",
    vendor: "Acme Inc.",
    supportUrl: "https://help.example.org/releases?from=sluice",
    publicUrl: "https://updates.example.org/sluice",
    signingKeyFile: "/etc/sluice/key.pem",
  });
});

test("calls are limited to 6,000 a minute unless another number is said, and the log says what is informative", () => {
  expect(read()).toMatchObject({ callsPerMinute: 6000, logLevel: "info" });
  const environment = { SLUICE_RATE_LIMIT: "0", LOG_LEVEL: "warn" };
  expect(read(environment)).toMatchObject({ callsPerMinute: 0, logLevel: "warn" });
});

test("support is reached by a page or by e-mail", () => {
  for (const address of [
    "mailto:support@example.org",
    "mailto:a@example.org?subject=Releases",
    "https://a.example",
  ])
    expect(read({ SLUICE_SUPPORT_URL: address })).toMatchObject({ supportUrl: address });
});

test("the edge key is none of the other secrets, and none by default", () => {
  const secret = "secret-word-of-thirty-two-characters";
  expect(read()).toMatchObject({ edgeKey: null });
  expect(read({ SLUICE_EDGE_KEY: secret })).toMatchObject({ edgeKey: secret });
  for (const name of ["SLUICE_VENDOR_TOKEN", "METRICS_TOKEN"]) {
    const message = refusal({ SLUICE_EDGE_KEY: secret, [name]: secret });
    expect(message).toBe(`SLUICE_EDGE_KEY and ${name} are the same; give each a secret of its own`);
  }
});

test("an empty variable is one that is not set", () => {
  const empty = { PORT: "", DATABASE_URL: "", SLUICE_VENDOR_TOKEN: "", PUBLIC_URL: "", SLUICE_DEMO: "" };
  expect(read({ ...empty, HOST: undefined })).toEqual(read());
});

describe("a wrong value is refused with its name and what is allowed", () => {
  test.each([
    ["PORT", "http", /^PORT is "http"; set it to a whole number from 0 .* to 65535$/],
    ["PORT", "65536", /^PORT is "65536"/],
    ["PORT", "-1", /^PORT is "-1"/],
    ["PORT", "80.5", /^PORT is "80\.5"/],
    ["PORT", "0x50", /^PORT is "0x50"/],
    ["PORT", " 8080", /^PORT is " 8080"/],
    ["SLUICE_DEMO", "yes", /^SLUICE_DEMO is "yes"; set it to 1 .* or 0$/],
    ["PUBLIC_URL", "updates.example.org", /^PUBLIC_URL is "updates\.example\.org"; set it to a URL/],
    ["PUBLIC_URL", "https://", /^PUBLIC_URL is "https:\/\/"/],
    [
      "SLUICE_SUPPORT_URL",
      "help.example.org",
      /^SLUICE_SUPPORT_URL is "help\.example\.org"; set it to a URL that begins with https:\/\/ or mailto:/,
    ],
    ["SLUICE_SUPPORT_URL", "http://help.example.org", /^SLUICE_SUPPORT_URL is "http:/],
    ["SLUICE_SUPPORT_URL", "https:help", /^SLUICE_SUPPORT_URL is "https:help"/],
    ["SLUICE_SUPPORT_URL", "javascript:alert(1)", /^SLUICE_SUPPORT_URL is "javascript:/],
    ["SLUICE_SUPPORT_URL", "mailto:support", /^SLUICE_SUPPORT_URL is "mailto:support"/],
    ["SLUICE_SUPPORT_URL", "https://help.example.org/a b", /^SLUICE_SUPPORT_URL is "https:/],
    [
      "SLUICE_RATE_LIMIT",
      "many",
      /^SLUICE_RATE_LIMIT is "many"; set it to a whole number of API calls a minute/,
    ],
    ["SLUICE_RATE_LIMIT", "-1", /^SLUICE_RATE_LIMIT is "-1"/],
    ["LOG_LEVEL", "loud", /^LOG_LEVEL is "loud"; set it to one of silent, fatal, .*trace$/],
  ])("%s=%s", (name, value, sentence) => {
    expect(refusal({ [name]: value })).toMatch(sentence);
  });

  test.each([
    ["DATABASE_URL", "mysql://root:secret-word@db/sluice", /postgres:\/\//],
    ["SLUICE_VENDOR_TOKEN", "secret-word", /at least 16 characters/],
    ["SLUICE_VENDOR_TOKEN", "a secret-word with spaces", /without spaces/],
    ["SLUICE_EDGE_KEY", "a-secret-word-of-31-characters-", /at least 32 visible ASCII characters/],
    ["SLUICE_EDGE_KEY", "a secret-word with spaces, however long it is", /visible ASCII/],
  ])("%s, without showing it", (name, value, sentence) => {
    const message = refusal({ [name]: value });
    expect(message).toMatch(sentence);
    expect(message).toContain(name);
    expect(message).not.toContain("secret-word");
  });
});

describe("the file that SLUICE_CONFIG names", () => {
  test("holds the same names; the environment beats it", async () => {
    const path = join(directory, "sluice.env");
    await writeFile(path, '# how we run it\nPORT=9000\nSLUICE_VENDOR="Acme Inc."\nHOST=\nDATA_DIR=/srv/a\n');
    const config = readConfig({ SLUICE_CONFIG: path, DATA_DIR: "/srv/b", PORT: "" });
    expect(config).toMatchObject({
      ok: true,
      value: { port: 9000, vendor: "Acme Inc.", host: "127.0.0.1", dataDirectory: "/srv/b" },
    });
  });

  test("is refused for a wrong value as the environment is", async () => {
    const path = join(directory, "sluice.env");
    await writeFile(path, "PORT=none\n");
    expect(refusal({ SLUICE_CONFIG: path })).toMatch(/^PORT is "none"/);
  });

  test("must be there, and be a file", async () => {
    const [missing, folder] = [join(directory, "missing.env"), join(directory, "folder")];
    await mkdir(folder);
    for (const path of [missing, folder]) {
      const message = refusal({ SLUICE_CONFIG: path });
      expect(message).toContain(`SLUICE_CONFIG is "${path}"`);
      expect(message).toContain("a file that exists and can be read");
    }
  });

  test("is sluice.env where it is not named, and need not be there", async () => {
    const before = process.cwd();
    process.chdir(directory);
    try {
      expect(readConfig({})).toMatchObject({ ok: true, value: { port: 8080 } });
      await writeFile("sluice.env", "PORT=9001\n");
      expect(readConfig({ SLUICE_CONFIG: "" })).toMatchObject({ ok: true, value: { port: 9001 } });
    } finally {
      process.chdir(before);
    }
  });
});

describe("a server that other machines can reach", () => {
  test.each(["0.0.0.0", "::", "10.0.0.5", "updates.internal", "128.0.0.1"])(
    "at %s says how they reach it",
    (HOST) => {
      const refused = checkServed(read({ HOST }));
      expect(refused).toMatchObject({ ok: false, error: { code: "configuration_invalid" } });
      expect(refused.ok ? "" : refused.error.message).toMatch(/PUBLIC_URL/);
      expect(checkServed(read({ HOST, PUBLIC_URL: "https://updates.example.org" })).ok).toBe(true);
    },
  );

  test.each(["127.0.0.1", "127.8.0.1", "::1", "localhost"])("does not listen at %s", (HOST) => {
    expect(checkServed(read({ HOST })).ok).toBe(true);
  });
});
