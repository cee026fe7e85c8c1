import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Config } from "../../src/api/config.ts";
import { USUAL_LIVES } from "../../src/api/lives-config.ts";
import { type RunningServer, type Surroundings, serveStore } from "../../src/api/serve.ts";
import type { PasswordCost } from "../../src/api/sessions/password-hash.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import type { Store } from "../../src/store/store.ts";
import { USUAL_BOUNDS } from "../../src/store/tables/new-installations.ts";
import { DEFAULT_QUOTAS } from "../../src/tenancy/quota.ts";

export const VENDOR_TOKEN = "the-vendor-token-of-tests";

/** A hundredth of the real cost: one test is about the cost of passwords, and every other has to sign people in. */
const CHEAP_PASSWORDS: PasswordCost = { memoryCost: 1_024, timeCost: 1, parallelism: 1 };

/** A server over a store of a test, on a free port of loopback, with a clock that the test sets. */
export interface TestServer extends RunningServer {
  /** Stops the clock at an instant. */
  setClock(at: string): void;
  /** Sets the clock to an instant, and lets it go on. */
  startClock(at: string): void;
  /** Sets the clock so many milliseconds ahead of that of the machine, and lets it go on. */
  setClockBy(aheadMs: () => number): void;
  readonly dataDirectory: string;
}

/** Starts a server; `close` stops it and leaves the store open, and the data directory if a test gave it one. */
export async function startServer(
  store: Store,
  overrides: Partial<Config> = {},
  surroundings: Pick<Surroundings, "log" | "limits" | "page" | "passwordCost" | "databaseNow"> = {},
): Promise<TestServer> {
  const dataDirectory = overrides.dataDirectory ?? (await mkdtemp(join(tmpdir(), "sluice-test-")));
  const config: Config = {
    port: 0,
    host: "127.0.0.1",
    dataDirectory,
    databaseUrl: null,
    databasePassword: null,
    s3: null,
    signingKeyFile: null,
    demo: false,
    vendorToken: VENDOR_TOKEN,
    product: "Webex App",
    vendor: "Cisco",
    supportUrl: null,
    publicUrl: null,
    trustedProxies: [],
    oidc: null,
    quotas: DEFAULT_QUOTAS,
    metrics: { port: null, host: "127.0.0.1", token: null },
    tracing: null,
    callsPerMinute: 0,
    sharedCacheSeconds: 60,
    countsFromLogs: false,
    edgeKey: null,
    hostedBuilds: "public",
    secondFactor: "optional",
    logLevel: "silent",
    ledgerKeepDays: null,
    lives: USUAL_LIVES,
    retention: { installationDays: 90, historyDays: 400 },
    installationBounds: USUAL_BOUNDS,
    adminEmail: "admin@localhost",
    ...overrides,
  };
  let now: () => Instant = () => toInstant(Date.now());
  const started = await serveStore({ ...store, close: async () => undefined }, config, {
    now: () => now(),
    log: pino({ level: "silent" }),
    passwordCost: CHEAP_PASSWORDS,
    ...surroundings,
    // Tests look at a metric before and after; one is about the second for which a rendering is shared.
    limits: { drainMs: 0, metricsMs: 0, ...surroundings.limits },
  });
  if (!started.ok) throw new Error(started.error.message);
  return {
    ...started.value,
    dataDirectory,
    setClock: (at) => {
      const instant = toInstant(Date.parse(at));
      now = () => instant;
    },
    startClock: (at) => {
      const ahead = Date.parse(at) - Date.now();
      now = () => toInstant(Date.now() + ahead);
    },
    setClockBy: (aheadMs) => {
      now = () => toInstant(Date.now() + aheadMs());
    },
    close: async () => {
      await started.value.close();
      if (!overrides.dataDirectory) await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
