import { describe, expect, test } from "vitest";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, accepted, expectRefusal, get, send } from "./caller.ts";
import { make, makeTenancy, makeToken } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

const look = (token: string, path: string): Promise<Answered> =>
  send(here.server, token, { method: "GET", path });
const nextOf = ({ headers }: Answered) =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1] ?? null;
const afterOf = (path: string | null) =>
  new URL(path ?? "", "http://localhost").searchParams.get("after") ?? "";

/** All pages of a list, one item each. */
async function walk(token: string, path: string): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let pages = 0;
  let next: string | null = `${path}${path.includes("?") ? "&" : "?"}max=1`;
  while (next !== null) {
    const page: Answered = await look(token, next);
    ids.push(...accepted(page).items.map(({ id }: { id: string }) => id));
    pages++;
    next = nextOf(page);
  }
  return { ids, pages };
}

/** Every list in pages, with the path that a caller who sees several items reads it by. */
const LISTS: readonly (readonly [string, () => string])[] = [
  ["administrators", () => "/v1/administrators"],
  ["tokens", () => "/v1/tokens"],
  ["organizations", () => "/v1/organizations"],
  ["the newest organizations", () => "/v1/organizations?sort=-createdAt"],
  ["partners", () => "/v1/partners"],
  ["users", () => `/v1/organizations/${here.acme}/users`],
  ["releases", () => "/v1/releases"],
  ["dates of releases", () => "/v1/releases/dates"],
  ["builds", () => "/v1/builds"],
];

describe("the position of the next page", () => {
  test.each(LISTS)("of %s is opaque, and leads through all of it once", async (what, pathOf) => {
    await makeSecond();
    const { ids, pages } = await walk(VENDOR_TOKEN, pathOf());
    expect(new Set(ids).size, what).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(1);
    expect(pages).toBeLessThanOrEqual(ids.length + 1);
    const whole = await get(here.server, VENDOR_TOKEN, pathOf());
    expect(ids).toEqual(whole.items.map(({ id }: { id: string }) => id));
    const first = await look(VENDOR_TOKEN, `${pathOf()}${pathOf().includes("?") ? "&" : "?"}max=1`);
    const bytes = Buffer.from(afterOf(nextOf(first)), "base64url").toString("latin1");
    expect(bytes).not.toContain(ids[0]?.slice(0, 8));
    expect(bytes).not.toMatch(/[a-z0-9-]{12}/i);
  });

  test("is refused by another list, of another organization, to another caller, when changed or made up", async () => {
    await makeSecond();
    const users = `/v1/organizations/${here.acme}/users`;
    const after = afterOf(nextOf(await look(VENDOR_TOKEN, `${users}?max=1`)));
    expect((await look(VENDOR_TOKEN, `${users}?after=${after}`)).status).toBe(200);
    const changed = Buffer.from(after, "base64url");
    changed[20] = (changed[20] ?? 0) ^ 1;
    const madeUp = Buffer.from(JSON.stringify(["Ann", here.ann])).toString("base64url");
    for (const [token, path] of [
      [VENDOR_TOKEN, `/v1/organizations/${here.other}/users?after=${after}`],
      [VENDOR_TOKEN, `/v1/partners?after=${after}`],
      [VENDOR_TOKEN, `/v1/tokens?after=${after}`],
      [VENDOR_TOKEN, `/v1/conflicts?organizationId=${here.acme}&after=${after}`],
      [VENDOR_TOKEN, `/v1/builds?after=${after}`],
      [here.tokens.partner_full_admin, `${users}?after=${after}`],
      [here.tokens.organization_full_admin, `${users}?after=${after}`],
      [VENDOR_TOKEN, `${users}?after=${changed.toString("base64url")}`],
      [VENDOR_TOKEN, `${users}?after=${after.slice(0, -2)}`],
      [VENDOR_TOKEN, `${users}?after=${madeUp}`],
      [VENDOR_TOKEN, `${users}?after=`],
      [VENDOR_TOKEN, `${users}?after=${"A".repeat(1200)}`],
    ] as const) {
      expectRefusal(await look(token, path), 400, "page_malformed");
    }
  });

  test("holds the longest name in any script", async () => {
    const name = (last: string) => "漢".repeat(199) + last;
    for (const last of ["字", "漢"]) {
      await make(here.server, "/v1/organizations", { name: name(last), partnerIds: [] });
    }
    const path = `/v1/organizations?max=1&q=${encodeURIComponent("漢漢")}`;
    const first = await look(VENDOR_TOKEN, path);
    const second = await look(VENDOR_TOKEN, nextOf(first) ?? "");
    const [one, other] = [accepted(first).items[0].name, accepted(second).items[0].name];
    expect(new Set([one, other])).toEqual(new Set([name("字"), name("漢")]));
  });

  test("is good on every server over the same database, also after a restart", async () => {
    const store = await borrowStore("embedded");
    const first = await startServer(store);
    await makeTenancy(first);
    const path = "/v1/organizations?max=1";
    const next = nextOf(await send(first, VENDOR_TOKEN, { method: "GET", path }));
    const other = await startServer(store);
    expect((await get(other, VENDOR_TOKEN, next ?? "")).items).toHaveLength(1);
    await first.close();
    await other.close();
    const again = await startServer(store);
    expect((await get(again, VENDOR_TOKEN, next ?? "")).items).toHaveLength(1);
    await again.close();
    await store.close();
  });
});

describe("a list", () => {
  test.each([
    ["organization_full_admin", "tokens"],
    ["organization_full_admin", "administrators"],
    ["partner_full_admin", "tokens"],
    ["partner_full_admin", "administrators"],
    ["beta_full_admin", "tokens"],
    ["beta_full_admin", "administrators"],
    ["beta_full_admin", "organizations"],
    ["alpha_admin_elsewhere", "organizations"],
  ] as const)(
    "gives %s of %s one page for each that it sees, however many others there are",
    async (who, list) => {
      await makeSecond();
      for (let count = 0; count < 5; count++) await makeToken(here.server, "vendor_admin");
      const token = here.tokens[who];
      const all = (await get(here.server, token, `/v1/${list}`)).items;
      const { ids, pages } = await walk(token, `/v1/${list}`);
      expect(ids).toEqual(all.map(({ id }: { id: string }) => id));
      expect(pages).toBeLessThanOrEqual(all.length + 1);
      const seen = (await get(here.server, VENDOR_TOKEN, `/v1/${list}?max=1000`)).items.length;
      expect(all.length).toBeLessThan(seen);
    },
  );

  test("of builds goes on behind a page whose last build has left it", async () => {
    await makeSecond();
    const all = (await get(here.server, VENDOR_TOKEN, "/v1/builds")).items;
    const reader = here.tokens.partner_full_admin;
    const first = await look(reader, "/v1/builds?max=1");
    const { releaseId } = accepted(first).items[0];
    const path = `/v1/releases/${releaseId}`;
    accepted(await send(here.server, VENDOR_TOKEN, { method: "PATCH", path, body: { state: "paused" } }));
    const rest = accepted(await look(reader, nextOf(first) ?? "")).items.map(({ id }: { id: string }) => id);
    const others = all.filter((one: { releaseId: string }) => one.releaseId !== releaseId);
    expect(rest).toEqual(others.map(({ id }: { id: string }) => id).slice(0, 1));
    accepted(await send(here.server, VENDOR_TOKEN, { method: "PATCH", path, body: { state: "published" } }));
  });
});

let isMade = false;

/** A second one of everything that the tenancy has one of. */
async function makeSecond(): Promise<void> {
  if (isMade) return;
  isMade = true;
  const users = `/v1/organizations/${here.acme}/users`;
  await make(here.server, users, { displayName: "Bob", email: "bob@example.org" });
  await make(here.server, "/v1/administrators", {
    displayName: "Pat",
    email: "pat@example.org",
    role: "vendor_admin",
  });
  const grant = { role: "organization_read_only", organizationId: here.foreign };
  await make(here.server, "/v1/administrators", { displayName: "Far", email: "far@example.org", ...grant });
  await make(here.server, "/v1/releases", { version: "45.2", automaticAt: "2026-02-03", state: "published" });
  const [, newest] = (await get(here.server, VENDOR_TOKEN, "/v1/releases")).items
    .map(({ id }: { id: string }) => id)
    .reverse();
  const build = {
    platform: "win",
    arch: "x64",
    format: "exe",
    url: "https://builds.example.org/b.exe",
    size: 1,
  };
  const digest = { fileName: "b.exe", sha512: `${"B".repeat(86)}==` };
  await make(here.server, `/v1/releases/${newest}/builds`, { ...build, ...digest });
}
