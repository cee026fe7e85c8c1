import { beforeAll, describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, changingNothing, get, refusedCall, send } from "./caller.ts";
import {
  AUTOMATIC,
  asVendor,
  foresightGround,
  latest,
  newOrganization,
  newPartner,
  settingsPath,
  slow,
} from "./foresight/ground.ts";
import { make, makeToken } from "./tenancy.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(foresightGround);
let partner: Awaited<ReturnType<typeof newPartner>>;
let ids: Record<string, string>;
let pilot: string;

/** It is 9 March; 45.1 came in January, 45.2 on 3 March, 45.3 comes on 7 April. See the ground. */
beforeAll(async () => {
  partner = await newPartner(here.server, latest(1));
  ids = {};
  for (const name of ["Follows", "Follows too", "Automatic", "Slow"]) {
    ids[name] = await newOrganization(here.server, name, [partner.id]);
  }
  await asVendor(here.server, "PUT", settingsPath(ids.Automatic ?? ""), { schedule: AUTOMATIC });
  // From latest to slow: held back from 45.2 (R15).
  await asVendor(here.server, "PUT", settingsPath(ids.Slow ?? ""), { schedule: slow(0) });
  const user = { displayName: "Pia", email: "pia@example.org" };
  pilot = await make(here.server, `/v1/organizations/${ids.Slow}/users`, user);
  await asVendor(here.server, "PUT", `/v1/users/${pilot}/release-settings`, { allowAutomaticUpgrades: true });
});

const versionOf = async (version: string) =>
  (await get(here.server, VENDOR_TOKEN, "/v1/releases")).items.find(
    (one: { version: string }) => one.version === version,
  ).id as string;
const preview = async (path: string, body: object) => {
  const call = { method: "POST", path, body };
  return accepted(await changingNothing(here.server, () => send(here.server, VENDOR_TOKEN, call)));
};
const NOBODY = { organizations: 0, users: 0, installations: 0 };
const groupOf = (answer: { groups: { schedule: object; held: boolean }[] }, schedule: object, held = false) =>
  answer.groups.find((one) => one.held === held && JSON.stringify(one.schedule) === JSON.stringify(schedule));

describe("the preview of a step with a release", () => {
  test("tells who loses it when it is withdrawn, and what they are offered then", async () => {
    const answer = await preview(`/v1/releases/${await versionOf("45.2")}/preview`, { state: "withdrawn" });
    // On automatic it is out; on latest with a week from tomorrow on.
    const automatic = groupOf(answer, AUTOMATIC);
    expect(automatic).toMatchObject({
      arrives: { before: answer.at },
      offered: { before: { version: "45.2" }, after: { version: "45.1" } },
    });
    expect(automatic).not.toHaveProperty("next");
    const deferred = groupOf(answer, latest(1));
    expect(deferred).toMatchObject({
      arrives: { before: "2026-03-10T00:00:00.000Z" },
      next: { before: { version: "45.2", at: "2026-03-10T00:00:00.000Z" }, after: { version: "45.3" } },
    });
    expect(deferred).not.toHaveProperty("offered");
    expect(answer.arrivals.every(({ arrives }: { arrives: object }) => !("after" in arrives))).toBe(true);
    expect(answer.noLongerOffered).toEqual(answer.atOnce);
    expect(answer.noLongerOffered.users).toBe(1);
    expect(answer.changed.organizations).toBeGreaterThan(answer.atOnce.organizations);
    const names = answer.first.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["Automatic", "Follows", "Follows too"]));
    expect(names).not.toContain("Slow");
    expect(answer.truncated).toBe(false);
  });

  test("is what then happens: what is offered before and after is what checks are answered", async () => {
    const id = await versionOf("45.1");
    const file = { url: "https://cdn.example.org/a.exe", size: 1, sha512: `${"A".repeat(86)}==` };
    const build = { platform: "win", arch: "x64", format: "exe", fileName: "a.exe", ...file };
    for (const version of ["45.1", "45.2", "45.3"]) {
      await make(here.server, `/v1/releases/${await versionOf(version)}/builds`, build);
    }
    const offered = async (organization: string) => {
      const path = `/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=44.0`;
      return (await get(here.server, null, path)).version;
    };
    const answer = await preview(`/v1/releases/${id}/preview`, { state: "paused" });
    const group = groupOf(answer, latest(1)) as never as { offered: Record<string, { version: string }> };
    expect(await offered(ids.Follows ?? "")).toBe(group.offered.before?.version);
    await asVendor(here.server, "PATCH", `/v1/releases/${id}`, { state: "paused" });
    expect(group.offered.after).toBeUndefined();
    expect(await offered(ids.Follows ?? "")).toBe("44.0");
    await asVendor(here.server, "PATCH", `/v1/releases/${id}`, { state: "published" });
  });

  test("of a new release that is critical tells who gets it at once past cadence, deferral and hold", async () => {
    const critical = { reason: "A hole", scope: "all" };
    const body = { version: "45.2.1", automaticAt: "2026-03-08", state: "published", critical };
    const answer = await preview("/v1/releases/preview", body);
    // All but those on automatic, who would have got it anyway.
    expect(answer.critical.scope).toBe("all");
    expect(answer.unchanged).toEqual(NOBODY);
    const automatic = groupOf(answer, AUTOMATIC) as never as { organizations: number; users: number };
    expect(answer.critical.organizations).toBe(answer.atOnce.organizations - automatic.organizations);
    expect(answer.critical.users).toBe(0);
    // A hold is about releases that were out before it; this one is new.
    expect(groupOf(answer, slow(0))).toMatchObject({ offered: { after: { version: "45.2.1" } } });
    expect(answer.arrivals).toEqual([{ arrives: { after: answer.at }, ...answer.changed }]);
    const plain = await preview("/v1/releases/preview", { ...body, critical: null });
    expect(plain).not.toHaveProperty("critical");
    expect(groupOf(plain, slow(0))).toBeUndefined();
  });

  test("of a moved date changes what comes next, and of new notes nothing", async () => {
    const path = `/v1/releases/${await versionOf("45.3")}/preview`;
    const moved = await preview(path, { automaticAt: "2026-04-14", slowAt: "2026-04-14" });
    expect(moved.atOnce).toEqual(NOBODY);
    expect(groupOf(moved, AUTOMATIC)).toMatchObject({
      arrives: { before: "2026-04-07T00:00:00.000Z", after: "2026-04-14T00:00:00.000Z" },
      next: {
        before: { version: "45.3", at: "2026-04-07T00:00:00.000Z" },
        after: { version: "45.3", at: "2026-04-14T00:00:00.000Z" },
      },
    });
    const noted = await preview(path, { notes: "new" });
    expect(noted).toMatchObject({ groups: [], first: [], truncated: false });
    expect(noted.changed).toEqual(NOBODY);
    // What stays is told as well: it comes as it would have.
    for (const { arrives } of noted.arrivals) expect(arrives.before).toBe(arrives.after);
    expect(noted.arrivals.length).toBeGreaterThan(0);
  });

  test("of a release behind the next one tells for whom it comes later, and that a pause takes it from them", async () => {
    // 45.3 comes next; 45.4 after it, on automatic and latest alone.
    const path = `/v1/releases/${await versionOf("45.4")}/preview`;
    const paused = await preview(path, { state: "paused" });
    expect(paused.atOnce).toEqual(NOBODY);
    expect(paused.changed.organizations).toBeGreaterThan(0);
    expect(groupOf(paused, AUTOMATIC)).toMatchObject({ arrives: { before: "2026-05-05T00:00:00.000Z" } });
    expect(groupOf(paused, AUTOMATIC)).not.toHaveProperty("next");
    const dates = paused.arrivals.map(({ arrives }: { arrives: object }) => arrives);
    expect(dates).toContainEqual({ before: "2026-05-12T00:00:00.000Z" });
    const critical = { reason: "A hole", scope: "all" };
    const hurried = await preview(path, { critical });
    expect(groupOf(hurried, latest(1))).toMatchObject({
      arrives: { before: "2026-05-12T00:00:00.000Z", after: "2026-05-05T00:00:00.000Z" },
    });
  });

  test("is refused as the step itself would be", async () => {
    const call = (path: string, body: object) => ({ method: "POST", path: `/v1/releases/${path}`, body });
    const twice = call("preview", { version: "45.2", automaticAt: "2026-03-08" });
    await refusedCall(here.server, VENDOR_TOKEN, twice, 409, "version_exists");
    const early = call("preview", { version: "46.1", automaticAt: "2026-03-08", slowAt: "2026-03-07" });
    await refusedCall(here.server, VENDOR_TOKEN, early, 400, "slow_before_automatic");
    const wrong = call(`${await versionOf("45.3")}/preview`, { slowAt: "2026-03-07" });
    await refusedCall(here.server, VENDOR_TOKEN, wrong, 400, "slow_before_automatic");
  });
});

interface Dated {
  readonly version: string;
  readonly dates: { schedule: object; at: string; organizations: number; held: number }[];
}

describe("the dates of the calendar", () => {
  const datesFor = async (token: string, query = ""): Promise<Dated[]> =>
    (await get(here.server, token, `/v1/releases/dates${query}`)).items;

  test("say for each schedule in use by one's own customers when they get a release, and who is held back", async () => {
    const dates = await datesFor(partner.token);
    expect(dates.map(({ version }) => version)).toEqual(["45.4", "45.3", "45.2", "45.1"]);
    expect(dates.find(({ version }) => version === "45.2")?.dates).toEqual([
      { schedule: AUTOMATIC, at: "2026-03-03T00:00:00.000Z", organizations: 1, held: 0 },
      { schedule: slow(0), at: "2026-03-03T00:00:00.000Z", organizations: 0, held: 1 },
      { schedule: latest(1), at: "2026-03-10T00:00:00.000Z", organizations: 2, held: 0 },
    ]);
    // Never on the slow channel.
    expect(dates[0]?.dates.map(({ schedule }) => schedule)).toEqual([AUTOMATIC, latest(1)]);
  });

  test("count only what the caller may see", async () => {
    const total = async (token: string, query = "") => {
      const [first] = await datesFor(token, `${query ? `${query}&` : "?"}from=2026-04-01&to=2026-04-20`);
      return first?.dates.reduce((sum, one) => sum + one.organizations, 0);
    };
    const customer = await makeToken(here.server, "organization_read_only", { organizationId: ids.Follows });
    const assigned = { partnerId: partner.id, organizationIds: [ids.Follows, ids.Automatic] };
    const limited = await makeToken(here.server, "partner_admin", assigned);
    expect(await total(partner.token)).toBe(4);
    expect(await total(limited)).toBe(2);
    expect(await total(customer)).toBe(1);
    expect(await total(VENDOR_TOKEN)).toBe(7);
    expect(await total(VENDOR_TOKEN, `?partnerId=${here.alpha}`)).toBe(2);
    const path = `/v1/releases/dates?partnerId=${here.alpha}`;
    await refusedCall(here.server, partner.token, { method: "GET", path }, 404, "not_found");
  });

  test("are limited to a span by any of a release's dates, and paged", async () => {
    const versions = async (query: string) =>
      (await datesFor(partner.token, query)).map(({ version }) => version);
    expect(await versions("?from=2026-03-10&to=2026-03-10")).toEqual(["45.2"]);
    expect(await versions("?from=2026-05-06")).toEqual(["45.4"]);
    const first = await send(here.server, partner.token, { method: "GET", path: "/v1/releases/dates?max=3" });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    expect((await get(here.server, partner.token, next)).items.map(({ version }: Dated) => version)).toEqual([
      "45.1",
    ]);
  });
});
