import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { checkpointThrough } from "../../src/fleet/checkpoint-keeper.ts";
import { archiveOf } from "../../src/store/archive/ledger-archive.ts";
import { archivedThrough } from "../../src/store/archive/segment-table.ts";
import { ledgerHead } from "../../src/store/ledger/ledger-table.ts";
import { archive } from "../store/archive/archivable-store.ts";
import { copyOfEmpty } from "../support/databases.ts";
import { change } from "../support/recorded.ts";
import { anOrganization, at } from "../support/records.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, send } from "./caller.ts";
import { makeTenancy } from "./tenancy.ts";

test("the API answers about archived entries as before; what it cannot read it refuses, and checks go on", async () => {
  const store = await copyOfEmpty();
  const server = await startServer(store);
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  const here = await makeTenancy(server);
  const get = (path: string) => send(server, VENDOR_TOKEN, { method: "GET", path });
  for (const deferralWeeks of [1, 2, 3]) {
    const body = { schedule: { cadence: "slow", deferralWeeks } };
    for (const path of [`partners/${here.alpha}`, `organizations/${here.acme}`]) {
      accepted(
        await send(server, VENDOR_TOKEN, { method: "PUT", path: `/v1/${path}/release-settings`, body }),
      );
    }
  }
  const since = `platform=win&arch=x64&from=${new Date().toISOString().slice(0, 10)}`;
  const then = encodeURIComponent(new Date(Date.now() - 1).toISOString());
  const asked = [
    "/v1/adminAudit/events?max=1000",
    "/v1/adminAudit/events?max=7&before=20",
    `/v1/adminAudit/events?orgId=${here.acme}&max=1000`,
    `/v1/adminAudit/events?partnerId=${here.alpha}&max=1000`,
    `/v1/organizations/${here.acme}/release-settings`,
    `/v1/partners/${here.alpha}/release-settings`,
    `/v1/organizations/${here.acme}/explain?platform=win&arch=x64&at=${then}`,
  ];
  const answers = async () => {
    const all = await Promise.all(asked.map(get));
    return all.map(({ status, headers, text }) => ({ status, etag: headers.get("etag"), text }));
  };
  const year = async () => {
    const { now: _, ...told } = (await get(`/v1/organizations/${here.acme}/year?${since}`)).json;
    return told;
  };
  const yearBefore = await year();
  expect(yearBefore.schedules.length).toBeGreaterThan(3);
  const before = await answers();
  expect(before.map(({ status }) => status)).toEqual(asked.map(() => 200));
  const { sequence } = await ledgerHead(store.database);
  expect(await archive(store, 5)).toMatchObject({ ok: true, value: { through: sequence - (sequence % 5) } });
  expect(await answers()).toEqual(before);
  expect(await year()).toEqual(yearBefore);

  const check = `/v1/updates/check?organization=${here.acme}&platform=win&arch=x64&version=1.0`;
  // In how many seconds to ask again is by chance.
  const checked = { ...(await get(check)).json, nextCheckSeconds: 0 };
  Object.assign(await archiveOf(store.database).files, { read: async () => null });
  expect(await answers()).toEqual(before);
  archiveOf(store.database).forget();
  const lost = await get("/v1/adminAudit/events?max=1000");
  expect(lost).toMatchObject({ status: 503, json: { errors: [{ code: "archive_unreadable" }] } });
  expect(await get(`/v1/organizations/${here.acme}/explain?platform=win&arch=x64`)).toMatchObject({
    status: 503,
  });
  expect({ ...(await get(check)).json, nextCheckSeconds: 0 }).toEqual(checked);
  const body = { schedule: { cadence: "automatic" } };
  const path = `/v1/partners/${here.alpha}/release-settings`;
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
});

test("servers archive by themselves if they are told to, up to the last checkpoint", async () => {
  const store = await copyOfEmpty();
  const create = (count: number) =>
    change(
      store,
      (one) =>
        one.recordAll(
          Array.from({ length: count }, () => anOrganization()).map((after) => ({
            ...{ subject: "organization", id: after.id, action: "create", before: null, after },
          })),
        ),
      at("2026-01-01"),
    );
  await create(4_100);
  expect(await checkpointThrough(store, 4_100)).toBe(4_100);
  await create(4_100);
  const server = await startServer(store, { ledgerKeepDays: 30 });
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  while ((await archivedThrough(store.database)) < 4_000) await pause(50);
  await server.close();
  expect(await archivedThrough(store.database)).toBe(4_000);
});
