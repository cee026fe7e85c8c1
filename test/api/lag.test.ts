import { expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createDatabase } from "../support/databases.ts";
import { PostgresServer } from "../support/postgres-server.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { send } from "./caller.ts";
import { make } from "./tenancy.ts";

const LIMIT = { timeout: 30_000 };

test("a server that lost its database answers from memory and says for how long; once it is back it says nothing more", async () => {
  const postgres = new PostgresServer({ durable: false });
  await postgres.create();
  const databaseUrl = await createDatabase(postgres.urlOf("postgres"));
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  const server = await startServer(opened.value);
  const organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  const paths = [
    `/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=45.1`,
    `/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=45.1&manual=true`,
    `/feeds/electron/${organization}/latest.yml`,
  ];
  const lags = () =>
    Promise.all(
      paths.map(async (path) => {
        const answer = await fetch(`${server.url}${path}`);
        const lag = answer.headers.get("sluice-lag");
        return [answer.status === 503, lag === null ? null : Number(lag) >= 3];
      }),
    );
  const ready = async () => {
    const { status, json } = await send(server, null, { method: "GET", path: "/readyz" });
    return [status, json.status, json.behindSeconds >= 3];
  };
  const metric = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^sluice_behind_seconds (\S+)$/m.exec(text)?.[1]);
  };
  const none = paths.map(() => [false, null]);
  try {
    expect(await lags()).toEqual(none);
    expect([await ready(), await metric()]).toEqual([[200, "ready", false], expect.any(Number)]);
    await postgres.kill();
    await expect.poll(lags, LIMIT).toEqual(paths.map(() => [false, true]));
    expect(await ready()).toEqual([503, "database_unreachable", true]);
    expect(await metric()).toBeGreaterThanOrEqual(3);
    await postgres.start();
    await expect.poll(lags, LIMIT).toEqual(none);
    expect(await ready()).toEqual([200, "ready", false]);
    expect(await metric()).toBeLessThan(3);
    const path = `/v1/organizations/${organization}/release-settings`;
    const body = { schedule: { cadence: "slow", deferralWeeks: 8 } };
    expect((await send(server, VENDOR_TOKEN, { method: "PUT", path, body })).status).toBe(200);
  } finally {
    await server.close();
    await opened.value.close();
    await postgres.destroy();
  }
});
