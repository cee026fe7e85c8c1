import { describe, expect, test } from "vitest";
import { startDemo } from "../../support/demo-world.ts";
import { atDepth } from "../../support/depth.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { get, send } from "../caller.ts";
import { useGround } from "../use-ground.ts";
import { asVendor, settingsPath, slow } from "./ground.ts";

interface Next {
  readonly version: string;
  readonly at: string;
  readonly basis: string;
}

interface Installation {
  readonly installation: string;
  readonly userId: string | null;
  readonly platform: string;
  readonly arch: string;
  readonly version: string | null;
  readonly action: string;
  readonly next?: Next;
}

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly next?: Next;
  readonly installations: { readonly total: number; readonly current: number; readonly newer: unknown };
}

const demo = useGround(async () => {
  const started = await startDemo();
  started.server.setClock("2026-11-23T08:00:00Z");
  return started;
});

const read = (path: string) => get(demo.server, VENDOR_TOKEN, path);
const organizations = async (): Promise<readonly Organization[]> =>
  (await read("/v1/organizations?max=1000")).items;
const installationsOf = async (id: string): Promise<readonly Installation[]> =>
  (await read(`/v1/organizations/${id}/installations?max=1000`)).items;

/** The version that explain offers an installation at an instant, or null if it says stay; now if none is given. */
async function offeredAt(organization: string, one: Installation, at?: string): Promise<string | null> {
  const { installation, platform, arch, version, userId } = one;
  const query = new URLSearchParams({ installation, platform, arch, version: version ?? "" });
  if (userId !== null) query.set("user", userId);
  if (at !== undefined) query.set("at", at);
  const { verdict } = await read(`/v1/organizations/${organization}/explain?${query}`);
  return verdict.action === "update" ? verdict.version : null;
}

/** The first change that explain gives, asked at every date that a schedule can have, from now to an end. */
async function firstChange(organization: string, one: Installation, dates: readonly string[]) {
  const present = await offeredAt(organization, one);
  for (const at of dates) {
    const then = await offeredAt(organization, one, at);
    if (then !== null && then !== present) return { version: then, at };
  }
  return undefined;
}

/** Every instant after now that is a date of a release and some weeks. */
async function allDates(): Promise<readonly string[]> {
  const { items } = await read("/v1/releases?max=1000");
  const now = demo.server.context.now();
  const found = new Set<number>();
  for (const { automaticAt, slowAt } of items as { automaticAt: string; slowAt: string | null }[]) {
    for (const date of [automaticAt, slowAt]) {
      for (let weeks = 0; date !== null && weeks <= 12; weeks++)
        found.add(Date.parse(date) + weeks * 604_800_000);
    }
  }
  const later = [...found].filter((at) => at > now).sort((a, b) => a - b);
  return later.map((at) => new Date(at).toISOString());
}

/** One of those that are alike in all that a verdict depends on; no release of the demo is rolled out over days. */
function differing(all: readonly Installation[]): readonly Installation[] {
  const byKind = new Map(
    all.map((one) => [JSON.stringify([one.platform, one.arch, one.version, one.userId]), one]),
  );
  return [...byKind.values()].filter(({ version }) => version !== null);
}

/** Every user, with the path of the organization. */
async function users() {
  const found: { readonly id: string; readonly path: string }[] = [];
  for (const one of await organizations()) {
    const path = `/v1/organizations/${one.id}`;
    const { items } = await read(`${path}/users?max=1000`);
    found.push(...items.map(({ id }: { id: string }) => ({ id, path })));
  }
  return found;
}

const soonest = (all: readonly (Next | undefined)[]): string | undefined =>
  all
    .flatMap((next) => next?.at ?? [])
    .sort()
    .at(0);

describe("next, in the demo", () => {
  test("is the first change that explain gives, for every installation and its customer", async () => {
    const dates = await allDates();
    const all = await organizations();
    expect(all.length).toBeGreaterThan(30);
    let whole = 0;
    for (const [index, { id, next }] of all.entries()) {
      const listed = await installationsOf(id);
      expect([id, soonest(listed.map((one) => one.next))]).toEqual([id, next?.at]);
      for (const one of differing(listed)) {
        const own = one.next;
        if (own) {
          expect(await offeredAt(id, one, own.at)).toBe(own.version);
          expect(await offeredAt(id, one, new Date(Date.parse(own.at) - 1).toISOString())).not.toBe(
            own.version,
          );
        }
        if (index % atDepth({ gate: 13, soak: 1 }) !== 0) continue;
        whole++;
        const found = await firstChange(id, one, dates);
        expect(found).toEqual(own && { version: own.version, at: new Date(own.at).toISOString() });
      }
    }
    expect(whole).toBeGreaterThan(5);
  });

  test("of a user without installations is what a new installation gets, and says so", async () => {
    let counted = 0;
    for (const { id, path } of await users()) {
      const { next, installations, items: coming } = await read(`${path}/forecast?user=${id}`);
      if (installations.total > 0) continue;
      const first = coming.find(({ superseded }: { superseded: boolean }) => !superseded);
      expect(next).toEqual(
        first && { version: first.version, at: first.at, basis: "new_installation", isExact: true },
      );
      counted++;
    }
    expect(counted).toBeGreaterThan(0);
  });
});

describe("the list of customers by what comes next", () => {
  /** All pages of a list, by the addresses that its answers name. */
  async function pagesOf(query: string): Promise<readonly Organization[]> {
    const found: Organization[] = [];
    let path: string | undefined = `/v1/organizations?${query}`;
    while (path !== undefined) {
      const answered = await send(demo.server, VENDOR_TOKEN, { method: "GET", path });
      found.push(...answered.json.items);
      path = /<([^>]+)>; rel="next"/.exec(answered.headers.get("link") ?? "")?.[1];
    }
    return found;
  }
  const placeOf = ({ next, id }: Organization) => `${next?.at ?? "never"} ${id}`;
  const sorted = (all: readonly Organization[]) => all.map(placeOf).sort();

  test("has each once, the soonest first, whatever the size of the page, and backwards too", async () => {
    const all = await organizations();
    for (const max of [7, 1000]) {
      expect((await pagesOf(`max=${max}&sort=next`)).map(placeOf)).toEqual(sorted(all));
      expect((await pagesOf(`max=${max}&sort=-next`)).map(placeOf)).toEqual(sorted(all).toReversed());
    }
  });

  test("keeps to the same customers as any other list", async () => {
    const [partnerId] = demo.ids.partners.values();
    for (const filter of [
      `partnerId=${partnerId}`,
      "q=a",
      "state=own",
      `state=own&q=a&partnerId=${partnerId}`,
    ]) {
      const expected = await pagesOf(`max=1000&${filter}`);
      expect(expected.length).toBeGreaterThan(0);
      expect((await pagesOf(`max=4&sort=next&${filter}`)).map(placeOf)).toEqual(sorted(expected));
    }
  });
});

describe("a customer whose installations run newer than the schedule that it is given", () => {
  test("is told what comes after what they run, never an older version", async () => {
    const acorn = (await organizations()).find(({ name }) => name === "Acorn Books") as Organization;
    const listed = await installationsOf(acorn.id);
    const body = { schedule: slow(8) };
    const preview = await asVendor(demo.server, "POST", `${settingsPath(acorn.id)}/preview`, body);
    const saved = await asVendor(demo.server, "PUT", settingsPath(acorn.id), body);
    const { next, installations } = saved;
    expect(installations).toMatchObject({ total: listed.length, newer: { installations: listed.length } });
    const newest = installations.newer.newest as string;
    expect(compare(next.version, newest)).toBeGreaterThan(0);
    expect(preview.groups[0].next.after).toEqual(next);
    for (const one of await installationsOf(acorn.id)) {
      expect(one.action).toBe("stay");
      expect(compare(one.next?.version ?? "", one.version ?? "")).toBeGreaterThan(0);
      expect((one.next?.at ?? "") >= next.at).toBe(true);
    }
    // What the schedule alone would bring first is older than what runs, so nobody gets it.
    const forecast = await read(`/v1/organizations/${acorn.id}/forecast`);
    const bySchedule = forecast.items.find(({ superseded }: { superseded: boolean }) => !superseded);
    expect(compare(bySchedule.version, newest)).toBeLessThan(0);
    expect(forecast.offers[0]).toMatchObject({ version: next.version, at: next.at, via: [] });
    const offered = forecast.offers.map(({ version }: { version: string }) => version);
    expect(offered).not.toContain(bySchedule.version);
  });
});

/** Below zero if the first version is the older one. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
