import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { createDatabase } from "../../support/databases.ts";
import { PostgresServer } from "../../support/postgres-server.ts";
import { startServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { get, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { adoption, check, checkIn } from "./ground.ts";

describe("two servers over one PostgreSQL", () => {
  let store: Store;
  beforeAll(async () => {
    store = await borrowStore("postgresql");
  });
  afterAll(() => store.close());

  test("count what either of them heard, each installation once, and a stop writes down what waits", async () => {
    const [one, two] = [await startServer(store), await startServer(store)];
    const organization = await make(one, "/v1/organizations", { name: "Acme", partnerIds: [] });
    for (const version of ["45.1", "45.2"])
      await make(one, "/v1/releases", {
        version,
        automaticAt: "2026-03-03",
        slowAt: null,
        state: "published",
      });
    await two.context.follower.catchUp();
    await Promise.all([
      checkIn(one, { organization, installation: "a" }),
      checkIn(two, { organization, installation: "b" }),
    ]);
    await checkIn(two, { organization, installation: "a", version: "45.2" });
    for (const server of [one, two]) {
      expect(await adoption(server)).toMatchObject({
        versions: [
          { version: "45.2", installations: 1 },
          { version: "45.1", installations: 1 },
        ],
      });
    }
    await check(two, { organization, installation: "c" });
    await two.close();
    expect(await adoption(one)).toMatchObject({ total: 3 });
    await one.close();
  });

  test("write down by themselves what they heard, within a second or two", async () => {
    const server = await startServer(store);
    const organization = await make(server, "/v1/organizations", { name: "Soon", partnerIds: [] });
    await check(server, { organization, installation: "a" });
    const total = async () => (await adoption(server, VENDOR_TOKEN, `?organizationId=${organization}`)).total;
    await expect.poll(total, { timeout: 10_000 }).toBe(1);
    await server.close();
  });
});

test("Without its database a server answers checks and keeps what they said, and writes it down when it is back", async () => {
  const postgres = new PostgresServer({ durable: false });
  await postgres.create();
  const databaseUrl = await createDatabase(postgres.urlOf("postgres"));
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  const server = await startServer(opened.value);
  try {
    const organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
    await checkIn(server, { organization, installation: "before" });
    await postgres.kill();
    for (const installation of ["a", "b", "before"]) {
      expect(await checkIn(server, { organization, installation, version: "45.3" })).toMatchObject({
        action: "stay",
      });
    }
    expect(server.context.checkIns.size).toBe(3);
    const refused = await send(server, VENDOR_TOKEN, { method: "GET", path: "/v1/adoption" });
    expect([refused.status, refused.headers.has("retry-after")]).toEqual([503, true]);
    await postgres.start();
    await expect.poll(() => server.context.checkIns.size, { timeout: 20_000 }).toBe(0);
    const { items } = await get(server, VENDOR_TOKEN, `/v1/organizations/${organization}/installations`);
    expect(items).toMatchObject([
      { installation: "a", version: "45.3" },
      { installation: "b", version: "45.3" },
      { installation: "before", version: "45.3" },
    ]);
    expect(server.context.checkIns.dropped).toBe(0);
  } finally {
    await server.close();
    await opened.value.close();
    await postgres.destroy();
  }
}, 120_000);
