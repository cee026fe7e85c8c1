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

  test("share the bound on new installations of an organization, and tell of the refused ones alike", async () => {
    const installationBounds = { newPerHour: 5, most: 100 };
    const start = () => startServer(store, { installationBounds });
    const servers = [await start(), await start()] as const;
    const [one, two] = servers;
    for (const server of servers) server.setClock("2026-03-09T12:00:00Z");
    const customer = (name: string) => make(one, "/v1/organizations", { name, partnerIds: [] });
    const [flooded, quiet] = [await customer("Flooded"), await customer("Quiet")];
    await two.context.follower.catchUp();
    await checkIn(one, { organization: flooded, installation: "known" });
    const flood = servers.map(async (server, place) => {
      for (let made = 0; made < 20; made++)
        await check(server, { organization: flooded, installation: `made up ${place}/${made}` });
      await check(server, { organization: quiet, installation: `real ${place}` });
      await check(server, { organization: flooded, installation: "known" });
      await server.context.checkInWriter.flush();
    });
    await Promise.all(flood);
    for (const server of servers) {
      const of = (id: string) => adoption(server, VENDOR_TOKEN, `?organizationId=${id}`);
      expect(await of(flooded)).toMatchObject({
        total: 5,
        suspicious: { newInstallationsRefused: 36, organizationIds: [flooded] },
      });
      expect(await of(quiet)).toMatchObject({ total: 2, suspicious: null });
    }
    const surplus = servers.map(({ context }) => context.checkIns.surplus);
    expect(surplus.reduce((sum, count) => sum + count, 0)).toBe(36);
    await Promise.all(servers.map((server) => server.close()));
  });

  test("count everybody though an address names its installation twice, or with what no database takes", async () => {
    const server = await startServer(store);
    const organization = await make(server, "/v1/organizations", { name: "Poisoned", partnerIds: [] });
    const odd = [
      "installation=a&installation=b",
      "installation[]=a",
      "installation=%00",
      "installation=%ED%A0%80",
    ];
    for (const query of odd) {
      await fetch(`${server.url}/feeds/electron/${organization}/latest.yml?version=45.1&${query}`);
      await fetch(
        `${server.url}/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=45.1&${query}`,
      );
    }
    for (let number = 0; number < 20; number++)
      await check(server, { organization, installation: `real ${number}` });
    await server.context.checkInWriter.flush();
    const { items } = await get(
      server,
      VENDOR_TOKEN,
      `/v1/organizations/${organization}/installations?q=real`,
    );
    expect(items).toHaveLength(20);
    expect(server.context.checkIns).toMatchObject({ size: 0, unfit: 0 });
    await server.close();
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
});
