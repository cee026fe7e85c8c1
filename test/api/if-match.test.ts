import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { DATABASE_KINDS } from "../support/databases.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, type Call, changingNothing, get, refusedCall, send } from "./caller.ts";
import type { Tenancy } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const NOW = "2026-03-01T00:00:00Z";

describe.each(DATABASE_KINDS)("If-Match on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  beforeEach(() => here.server.setClock(NOW));

  const latest = (deferralWeeks: number) => ({ schedule: { cadence: "latest", deferralWeeks } });
  let count = 0;
  let isOn = false;

  /** Each address that shows something which can be changed there, with a change of it. */
  const ADDRESSES: readonly [string, (t: Tenancy) => string, string, () => object][] = [
    ["a partner", (t) => `/v1/partners/${t.alpha}`, "PATCH", () => ({ name: `Alpha ${count++}` })],
    [
      "a partner's settings",
      (t) => `/v1/partners/${t.alpha}/release-settings`,
      "PUT",
      () => latest(count++ % 5),
    ],
    ["an organization", (t) => `/v1/organizations/${t.acme}`, "PATCH", () => ({ name: `Acme ${count++}` })],
    [
      "an organization's settings",
      (t) => `/v1/organizations/${t.acme}/release-settings`,
      "PUT",
      () => latest(count++ % 5),
    ],
    ["a user", (t) => `/v1/users/${t.ann}`, "PATCH", () => ({ displayName: `Ann ${count++}` })],
    [
      "a user's settings",
      (t) => `/v1/users/${t.ann}/release-settings`,
      "PUT",
      () => {
        isOn = !isOn;
        return { allowAutomaticUpgrades: isOn };
      },
    ],
    [
      "an administrator",
      (t) => `/v1/administrators/${t.administrator}`,
      "PATCH",
      () => ({ displayName: `Olga ${count++}` }),
    ],
    [
      "a build",
      (t) => `/v1/builds/${t.build}`,
      "PATCH",
      () => ({ updaters: { sparkle: { bundleVersion: `${count++}` } } }),
    ],
    ["a release", (t) => `/v1/releases/${t.release}`, "PATCH", () => ({ notes: `note ${count++}` })],
  ];

  const read = async (path: string) => {
    const answered = await send(here.server, VENDOR_TOKEN, { method: "GET", path });
    accepted(answered);
    return { tag: answered.headers.get("etag") ?? "", shown: answered.json };
  };

  test.each(ADDRESSES)(
    "%s: what was changed meanwhile is not overwritten, and who did it is named",
    async (...address) => {
      const [, pathOf, method, body] = address;
      const path = pathOf(here);
      const { tag } = await read(path);
      expect(tag).toMatch(/^"\d+-[0-9a-f]{12}"$/);
      expect((await read(path)).tag).toBe(tag);
      const change = (headers: Record<string, string>): Call => ({ method, path, body: body(), headers });
      accepted(await send(here.server, VENDOR_TOKEN, change({ "if-match": tag })));
      const after = await read(path);
      expect(after.tag).not.toBe(tag);

      const late = await refusedCall(
        here.server,
        VENDOR_TOKEN,
        change({ "if-match": tag }),
        412,
        "changed_meanwhile",
      );
      expect(late.json.message).toContain(
        "token SLUICE_VENDOR_TOKEN (vendor) changed it in the meantime, at 2026-03-01T00:00:00",
      );
      expect(await read(path)).toEqual(after);
      accepted(await send(here.server, VENDOR_TOKEN, change({ "if-match": `"0", ${after.tag}` })));
      accepted(await send(here.server, VENDOR_TOKEN, change({ "if-match": "*" })));
      accepted(await send(here.server, VENDOR_TOKEN, change({})));
    },
  );

  test.each(ADDRESSES)("%s: the answer to a save has the tag for the next one", async (...address) => {
    const [, pathOf, method, body] = address;
    const path = pathOf(here);
    let { tag } = await read(path);
    for (let save = 0; save < 3; save++) {
      const headers = { "if-match": tag };
      const saved = await send(here.server, VENDOR_TOKEN, { method, path, body: body(), headers });
      accepted(saved);
      tag = saved.headers.get("etag") ?? "";
      expect((await read(path)).tag).toBe(tag);
    }
  });

  test("who saves what is there already gets the tag of what is there", async () => {
    const path = `/v1/organizations/${here.acme}`;
    const { tag, shown } = await read(path);
    const call = { method: "PATCH", path, body: { name: shown.name } };
    const saved = await changingNothing(here.server, () => send(here.server, VENDOR_TOKEN, call));
    expect(saved.headers.get("etag")).toBe(tag);
  });

  test("of many that save at once each gets the tag of its own change, not of a later one", async () => {
    const path = `/v1/organizations/${here.acme}`;
    const names = Array.from({ length: 12 }, (_, index) => `At once ${index}`);
    const saves = names.map((name) =>
      send(here.server, VENDOR_TOKEN, { method: "PATCH", path, body: { name } }),
    );
    const tags = (await Promise.all(saves)).map(({ headers }) => headers.get("etag"));
    const audit = `/v1/adminAudit/events?orgId=${here.acme}&max=100`;
    const { items } = await get(here.server, VENDOR_TOKEN, audit);
    const sequences = names.map((name) => {
      const made = items.find(({ after }: { after: { name?: string } | null }) => after?.name === name);
      return `"${made.sequence}-${made.hash.slice(0, 12)}"`;
    });
    expect(tags).toEqual(sequences);
  });

  test("a page that opens an organization's settings gets their tag with them", async () => {
    const path = `/v1/organizations/${here.acme}/release-settings`;
    const opened = await send(here.server, VENDOR_TOKEN, { method: "POST", path: `${path}/open` });
    accepted(opened);
    expect(opened.headers.get("etag")).toBe((await read(path)).tag);
  });

  test.each<[string, () => string, string, () => object]>([
    ["a partner", () => "/v1/partners", "/v1/partners", () => ({ name: "Tagged" })],
    [
      "an organization",
      () => "/v1/organizations",
      "/v1/organizations",
      () => ({ name: "Tagged", partnerIds: [here.alpha] }),
    ],
    [
      "a user",
      () => `/v1/organizations/${here.acme}/users`,
      "/v1/users",
      () => ({ displayName: "Tagged", email: "tagged@example.org" }),
    ],
    [
      "a release",
      () => "/v1/releases",
      "/v1/releases",
      () => ({ version: `30.${count++}`, automaticAt: "2025-01-07" }),
    ],
    [
      "an administrator",
      () => "/v1/administrators",
      "/v1/administrators",
      () => ({ displayName: "Tagged", email: `${randomUUID()}@example.org`, role: "vendor_admin" }),
    ],
  ])("%s that is made comes with its tag", async (what, pathOf, shownAt, body) => {
    const headers = { "idempotency-key": randomUUID() };
    const call = { method: "POST", path: pathOf(), body: body(), headers };
    const made = await send(here.server, VENDOR_TOKEN, call);
    const { id } = accepted(made);
    expect(made.headers.get("etag")).toBe((await read(`${shownAt}/${id}`)).tag);
    if (what === "an administrator") return;
    const again = await send(here.server, VENDOR_TOKEN, call);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("etag")).toBe(made.headers.get("etag"));
  });

  test("a weak tag matches nothing, and what is no tag is refused", async () => {
    const path = `/v1/organizations/${here.acme}`;
    const { tag } = await read(path);
    const rename = (header: string): Call => {
      return { method: "PATCH", path, body: { name: "Weak" }, headers: { "if-match": header } };
    };
    await refusedCall(here.server, VENDOR_TOKEN, rename(`W/${tag}`), 412, "changed_meanwhile");
    await refusedCall(here.server, VENDOR_TOKEN, rename(tag.replaceAll('"', "")), 400, "if_match_malformed");
  });

  test("what a partner changes for all shows in the tag of each organization that it serves", async () => {
    const path = `/v1/organizations/${here.other}/release-settings`;
    const [before, foreign] = [await read(path), `/v1/organizations/${here.foreign}/release-settings`];
    const foreignBefore = await read(foreign);
    const body = { schedule: { cadence: "slow", deferralWeeks: 3 } };
    const call = { method: "PUT", path: `/v1/partners/${here.alpha}/release-settings`, body };
    accepted(await send(here.server, VENDOR_TOKEN, call));
    expect((await read(path)).tag).not.toBe(before.tag);
    expect(await read(foreign)).toEqual(foreignBefore);
    const headers = { "if-match": before.tag };
    await refusedCall(
      here.server,
      VENDOR_TOKEN,
      { method: "DELETE", path, headers },
      412,
      "changed_meanwhile",
    );
  });

  test("who may not see it learns nothing of who changed it", async () => {
    const headers = { "if-match": '"1"' };
    const call = { method: "PATCH", path: `/v1/organizations/${here.acme}`, body: { name: "X" }, headers };
    await refusedCall(here.server, here.tokens.beta_full_admin, call, 404, "not_found");
    await refusedCall(here.server, here.tokens.partner_help_desk, call, 403, "not_allowed");
  });

  test("of two that change the same thing at once one wins", async () => {
    const path = `/v1/organizations/${here.acme}`;
    const { tag } = await read(path);
    const calls = ["One", "Two", "Three", "Four"].map((name) =>
      send(here.server, VENDOR_TOKEN, {
        method: "PATCH",
        path,
        body: { name },
        headers: { "if-match": tag },
      }),
    );
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412, 412]);
  });
});
