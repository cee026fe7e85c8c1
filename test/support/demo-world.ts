import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../src/api/config.ts";
import { type DemoIds, fillDemo } from "../../src/api/demo/fill.ts";
import type { Visitor } from "../../src/api/demo/visitor.ts";
import type { Surroundings } from "../../src/api/serve.ts";
import { madeOnce } from "./made-once.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "./running-server.ts";
import { borrowStore } from "./store-pool.ts";
import { readRows, type StoreRows, writeRows } from "./store-rows.ts";

/** The day of the tests of the demo world. */
export const TODAY = "2026-11-22T12:00:00Z";

/** A server with the demo world, for one test alone. */
export interface DemoServer {
  readonly server: TestServer;
  readonly ids: DemoIds;
  readonly vendor: Visitor;
  close(): Promise<void>;
}

/** Starts it. Its clock starts a little after TODAY, and goes on. */
export async function startDemo(
  surroundings: Pick<Surroundings, "page"> = {},
  overrides: Partial<Config> = {},
): Promise<DemoServer> {
  const made = filesOf(await madeOnce("demo-world", makeDemoWorld));
  const { madeAt, partners, organizations, rows }: Facts = JSON.parse(await readFile(made.facts, "utf8"));
  const folder = await mkdtemp(join(tmpdir(), "sluice-demo-"));
  await cp(made.data, folder, { recursive: true });
  const store = await borrowStore("embedded");
  await writeRows(store, rows);
  const server = await startServer(store, { ...overrides, dataDirectory: folder }, surroundings);
  server.startClock(madeAt);
  return {
    server,
    ids: { partners: new Map(partners), organizations: new Map(organizations) },
    vendor: { url: server.url, token: VENDOR_TOKEN },
    close: async () => {
      await server.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Facts {
  /** The instant at which it was complete, by its own clock. */
  readonly madeAt: string;
  readonly partners: readonly (readonly [string, string])[];
  readonly organizations: readonly (readonly [string, string])[];
  /** All rows of its database. */
  readonly rows: StoreRows;
}

function filesOf(folder: string) {
  return {
    data: join(folder, "data"),
    facts: join(folder, "facts.json"),
  };
}

async function makeDemoWorld(folder: string): Promise<void> {
  const { data, facts } = filesOf(folder);
  await mkdir(data, { recursive: true });
  const store = await borrowStore("embedded");
  const server = await startServer(store, { dataDirectory: data });
  server.startClock(TODAY);
  const setup = { product: "Webex App", now: new Date(TODAY), report: () => undefined };
  const { partners, organizations } = await fillDemo({ url: server.url, token: VENDOR_TOKEN }, setup);
  const madeAt = new Date(server.context.now()).toISOString();
  await server.close();
  const rows = await readRows(store);
  await store.close();
  const written: Facts = { madeAt, partners: [...partners], organizations: [...organizations], rows };
  await writeFile(facts, JSON.stringify(written));
}
