import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, refusedCall, send } from "../caller.ts";
import { make, type Tenancy } from "../tenancy.ts";
import { addBuilds, adoption, adoptionGround, check, checkIn, NOW } from "./ground.ts";

let store: Store;
let here: Tenancy;

beforeAll(async () => {
  store = await borrowStore("embedded");
  return () => store.close();
});
beforeEach(async () => {
  here = await adoptionGround(store);
  return () => here.server.close();
});

const put = async (path: string, body: object) =>
  accepted(await send(here.server, VENDOR_TOKEN, { method: "PUT", path, body }));
const settingsPath = (id: string) => `/v1/organizations/${id}/release-settings`;
const installations = (id: string, query = "", token = VENDOR_TOKEN) =>
  get(here.server, token, `/v1/organizations/${id}/installations${query}`);

describe("what an installation said", () => {
  test("is in the list of its organization, whichever way it asked: plainly, in full, as electron-updater", async () => {
    const { server, acme, ann } = here;
    const long = Buffer.from(`ciscospark://us/ORGANIZATION/${acme}`).toString("base64");
    await check(server, { organization: acme.toUpperCase(), installation: "a", user: ann });
    await check(server, { organization: long, installation: "b c", platform: "mac", version: "44.1" });
    const feed = `${server.url}/feeds/electron/${acme}`;
    await fetch(`${feed}/latest.yml`, { headers: { "x-user-staging-id": "c" } });
    await fetch(`${feed}/latest-mac.yml?version=45.1.0-0&installation=d`);
    await server.context.checkInWriter.flush();
    const seen = { userId: null, arch: "x64", lastAskedAt: new Date(NOW).toISOString() };
    const silent = { osVersion: null, managed: false, conditions: [], support: expect.anything() };
    const electron = { ...silent, updater: "electron", offered: null, action: "stay", offeredNow: null };
    const next = { version: "45.2", at: "2026-03-10T00:00:00.000Z", basis: "counted", isExact: true };
    expect((await installations(acme)).items).toEqual([
      {
        ...seen,
        ...silent,
        installation: "a",
        userId: ann,
        platform: "win",
        updater: null,
        version: "45.1",
        offered: null,
        action: "stay",
        offeredNow: null,
        behind: "deferred",
        next,
      },
      {
        ...seen,
        ...silent,
        installation: "b c",
        platform: "mac",
        updater: null,
        version: "44.1",
        offered: "45.1",
        action: "update",
        offeredNow: "45.1",
        behind: "not_updated_yet",
        next,
      },
      { ...seen, ...electron, installation: "c", platform: "win", version: null, behind: null },
      { ...seen, ...electron, installation: "d", platform: "mac", version: "45.1", behind: "deferred", next },
    ]);
    expect((await adoption(server)).byUpdater).toEqual([
      { updater: "electron", installations: 2 },
      { updater: null, installations: 2 },
    ]);
  });

  test("is not kept where it names no installation, an unknown organization, or nothing that can be kept", async () => {
    const { server, acme } = here;
    await check(server, { organization: acme });
    await check(server, { installation: "a" });
    await check(server, { organization: randomUUID(), installation: "a" });
    for (const installation of ["", "a\0b", "a\nb"])
      await check(server, { organization: acme, installation });
    const huge = "x".repeat(201);
    await fetch(`${server.url}/feeds/electron/${acme}/latest.yml?installation=${huge}`);
    await checkIn(server, { organization: acme, installation: "good", user: "somebody@example.org" });
    expect((await installations(acme)).items).toMatchObject([{ installation: "good", userId: null }]);
    expect(server.context.checkIns.unknown).toBe(1);
    expect(server.context.checkIns.size).toBe(0);
  });

  test("is in pages, and can be looked for", async () => {
    const { server, acme, ann } = here;
    for (const installation of ["one", "two", "three"])
      await check(server, { organization: acme, installation });
    await checkIn(server, { organization: acme, installation: "four", user: ann, version: "44.1" });
    const first = await send(server, VENDOR_TOKEN, {
      method: "GET",
      path: `/v1/organizations/${acme}/installations?max=3`,
    });
    const next = /<(.+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const rest = await get(server, VENDOR_TOKEN, next);
    const ids = [...first.json.items, ...rest.items].map((one: { installation: string }) => one.installation);
    expect(ids).toEqual(["four", "one", "three", "two"]);
    expect((await installations(acme, "?q=O")).items).toHaveLength(3);
    expect((await installations(acme, "?version=44.1.0")).items).toMatchObject([{ installation: "four" }]);
    expect((await installations(acme, `?user=${ann}`)).items).toMatchObject([{ installation: "four" }]);
  });

  test("goes with its user's id, and with its organization", async () => {
    const { server, acme, ann } = here;
    await checkIn(server, { organization: acme, installation: "a", user: ann });
    accepted(await send(server, VENDOR_TOKEN, { method: "DELETE", path: `/v1/users/${ann}` }));
    expect((await installations(acme)).items).toMatchObject([{ installation: "a", userId: null }]);
    accepted(await send(server, VENDOR_TOKEN, { method: "DELETE", path: `/v1/organizations/${acme}` }));
    expect(await adoption(server)).toMatchObject({ total: 0, versions: [], days: [] });
  });
});

describe("adoption", () => {
  test("tells versions, platforms, and who is behind the newest release and why, in the words of the verdict", async () => {
    const { server, acme, other, foreign } = here;
    await put(settingsPath(foreign), { schedule: { cadence: "slow", deferralWeeks: 0 } });
    await put(settingsPath(other), { schedule: { cadence: "automatic" } });
    await check(server, { organization: acme, installation: "waits a day" });
    await check(server, { organization: acme, installation: "is ahead", version: "45.2" });
    await check(server, { organization: acme, installation: "may update", version: "44.0", platform: "mac" });
    await check(server, { organization: acme, installation: "no build", platform: "linux" });
    await check(server, { organization: foreign, installation: "is held" });
    await check(server, { organization: other, installation: "may update" });
    await fetch(`${server.url}/feeds/electron/${acme}/latest.yml`, {
      headers: { "x-user-staging-id": "silent" },
    });
    await server.context.checkInWriter.flush();
    const answer = await adoption(server);
    expect(answer).toMatchObject({
      at: new Date(NOW).toISOString(),
      total: 7,
      current: 4,
      versions: [
        { version: "45.2", installations: 1 },
        { version: "45.1", installations: 4 },
        { version: null, installations: 1 },
      ],
      otherVersions: 1,
      suspicious: null,
      behind: {
        total: 5,
        reasons: [
          { code: "not_updated_yet", installations: 2 },
          { code: "deferred", installations: 2 },
          { code: "held_back", installations: 1 },
        ],
      },
    });
    expect(answer.platforms).toContainEqual({ platform: "linux", arch: "x64", installations: 1 });
    expect(answer.platforms).toHaveLength(3);
  });

  test("counts users who run ahead by their own standing, before and after their switch", async () => {
    const { server, acme, ann } = here;
    await checkIn(server, { organization: acme, installation: "a", user: ann });
    expect(await adoption(server)).toMatchObject({ current: 1, behind: { reasons: [{ code: "deferred" }] } });
    await put(`/v1/users/${ann}/release-settings`, { allowAutomaticUpgrades: true });
    expect(await adoption(server)).toMatchObject({
      current: 0,
      behind: { reasons: [{ code: "not_updated_yet" }] },
    });
    expect((await installations(acme)).items).toMatchObject([{ action: "update" }]);
  });

  test("goes on day by day, from the first day of which anything is known", async () => {
    const { server, acme, other } = here;
    await checkIn(server, { organization: acme, installation: "a" });
    await checkIn(server, { organization: other, installation: "b" });
    server.setClock("2026-03-11T08:00:00Z");
    await checkIn(server, { organization: acme, installation: "a", version: "45.2" });
    const old = { version: "45.1", installations: 1 };
    const recent = { version: "45.2", installations: 1 };
    const days = [
      { day: "2026-03-09", versions: [{ ...old, installations: 2 }], otherVersions: 0 },
      { day: "2026-03-10", versions: [{ ...old, installations: 2 }], otherVersions: 0 },
      { day: "2026-03-11", versions: [recent, old], otherVersions: 0 },
    ];
    expect((await adoption(server)).days).toEqual(days);
    expect((await adoption(server, VENDOR_TOKEN, "?from=2026-03-10&to=2026-03-10")).days).toEqual([days[1]]);
    expect((await adoption(server, VENDOR_TOKEN, `?organizationId=${other}&from=2026-03-11`)).days).toEqual([
      { day: "2026-03-11", versions: [old], otherVersions: 0 },
    ]);
  });

  test("shows each only their own subtree, and what is not theirs as not found", async () => {
    const { server, tokens, alpha, beta, acme, other, foreign } = here;
    await check(server, { organization: acme, installation: "a" });
    await check(server, { organization: other, installation: "b" });
    await checkIn(server, { organization: foreign, installation: "c" });
    const totals = async (query: string) => {
      const roles = [
        "vendor_admin",
        "partner_full_admin",
        "partner_admin",
        "organization_read_only",
        "beta_full_admin",
      ];
      const seen = [];
      for (const role of roles as (keyof typeof tokens)[]) {
        const { status, json } = await send(server, tokens[role], {
          method: "GET",
          path: `/v1/adoption${query}`,
        });
        seen.push(status === 200 ? json.total : status);
        if (status === 200 && json.days[0]) expect(json.days[0].versions[0].installations).toBe(json.total);
      }
      return seen;
    };
    expect(await totals("")).toEqual([3, 2, 1, 1, 1]);
    expect(await totals(`?partnerId=${alpha}`)).toEqual([2, 2, 1, 1, 404]);
    expect(await totals(`?partnerId=${beta}`)).toEqual([1, 404, 404, 404, 1]);
    expect(await totals(`?organizationId=${other}`)).toEqual([1, 1, 404, 404, 404]);
    expect(await totals(`?organizationId=${acme}&partnerId=${beta}`)).toEqual([0, 404, 404, 404, 404]);
    const path = `/v1/adoption?partnerId=${randomUUID()}`;
    await refusedCall(server, VENDOR_TOKEN, { method: "GET", path }, 404, "not_found");
  });

  test("is in the list of organizations: how many there are, and how many run what they should", async () => {
    const { server, acme } = here;
    await check(server, { organization: acme, installation: "a" });
    await check(server, { organization: acme, installation: "b", version: "44.0" });
    await checkIn(server, { organization: acme, installation: "c", version: "46.0" });
    const { items } = await get(server, VENDOR_TOKEN, "/v1/organizations");
    const seen = items.map((one: { name: string; installations: object }) => [one.name, one.installations]);
    const none = { total: 0, managed: 0, current: 0, offered: [], newer: null };
    expect(Object.fromEntries(seen)).toEqual({
      // 46.0 is in no calendar: it is newer, and not counted by name.
      Acme: {
        total: 3,
        current: 2,
        managed: 0,
        offered: [{ version: "45.1", installations: 1 }],
        newer: { installations: 1, oldest: null, newest: null },
      },
      Other: none,
      Foreign: none,
    });
  });
});

describe("a preview", () => {
  test("tells how many installations move at once, are held (R15) or are left alone", async () => {
    const { server, alpha, acme, other, ann } = here;
    await put(`/v1/users/${ann}/release-settings`, { allowAutomaticUpgrades: true });
    await put(settingsPath(other), { schedule: { cadence: "slow", deferralWeeks: 2 } });
    await check(server, { organization: acme, installation: "a" });
    await check(server, { organization: acme, installation: "b", version: "45.2" });
    await check(server, { organization: acme, installation: "c", user: ann });
    await checkIn(server, { organization: other, installation: "d" });
    const previewOf = async (schedule: object) =>
      accepted(
        await send(server, VENDOR_TOKEN, {
          method: "POST",
          path: `/v1/partners/${alpha}/release-settings/preview`,
          body: { schedule },
        }),
      );
    const faster = await previewOf({ cadence: "automatic" });
    expect(faster.installations).toEqual({ total: 4, moved: 1, held: 0, unchanged: 3 });
    const [moved] = faster.groups;
    expect(moved).toMatchObject({ movement: "faster", installations: { total: 3, moved: 1, unchanged: 2 } });
    const slower = await previewOf({ cadence: "slow", deferralWeeks: 0 });
    expect(slower.installations).toEqual({ total: 4, moved: 0, held: 2, unchanged: 2 });
    const body = { organizationIds: [acme], schedule: { cadence: "latest", deferralWeeks: 0 } };
    const path = "/v1/organizations/bulk-release-settings?dryRun=true";
    const bulk = accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, body }));
    expect(bulk.preview.installations).toEqual({ total: 3, moved: 1, held: 0, unchanged: 2 });
  });

  test("agrees with what the checks are answered after the save", async () => {
    const { server, alpha, acme } = here;
    const asked = ["44.0", "45.1", "45.2"].map((version) => ({
      organization: acme,
      installation: version,
      version,
    }));
    const release = { version: "45.3", automaticAt: "2026-02-24", slowAt: "2026-02-24", state: "published" };
    await addBuilds(server, await make(server, "/v1/releases", release));
    const offers = async () => {
      const answers = [];
      for (const query of asked) answers.push((await checkIn(server, query)).version);
      return answers;
    };
    for (const schedule of [
      { cadence: "automatic" },
      { cadence: "latest", deferralWeeks: 4 },
      { cadence: "slow", deferralWeeks: 0 },
      { cadence: "latest", deferralWeeks: 0 },
    ]) {
      const before = await offers();
      const path = `/v1/partners/${alpha}/release-settings`;
      const call = { method: "POST", path: `${path}/preview`, body: { schedule } };
      const preview = accepted(await send(server, VENDOR_TOKEN, call));
      await put(path, { schedule });
      const after = await offers();
      const different = after.filter((version, place) => version !== before[place]).length;
      const { moved, held } = preview.installations;
      if (preview.organizations.held === 0) expect(moved).toBe(different);
      else expect(moved + held).toBe(3);
    }
  });
});
