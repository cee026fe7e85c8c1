import { beforeAll, describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, get, refusedCall, send } from "./caller.ts";
import {
  asVendor,
  foresightGround,
  latest,
  newOrganization,
  newPartner,
  settingsPath,
  slow,
} from "./foresight/ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(foresightGround);
let one: Awaited<ReturnType<typeof newPartner>>;
let two: Awaited<ReturnType<typeof newPartner>>;

/** In the order in which they are entered, each an hour after the one before. */
const NAMES = ["Echo", "alpha", "Délta", "Bravo", "charlie", "Bravo"];

beforeAll(async () => {
  one = await newPartner(here.server, latest(1));
  two = await newPartner(here.server, slow(2));
  const older = { legacySettings: { frequency: "one_month", weeks: 9 } };
  for (const [hour, name] of NAMES.entries()) {
    here.server.setClock(`2026-03-10T0${hour}:00:00Z`);
    const partnerIds = name === "Echo" ? [one.id, two.id] : [one.id];
    const id = await newOrganization(here.server, name, partnerIds, name === "alpha" ? older : {});
    if (name === "Délta") await asVendor(here.server, "PUT", settingsPath(id), { schedule: latest(3) });
    if (name === "charlie")
      await asVendor(here.server, "PUT", settingsPath(id), { allowCustomerOverride: false });
  }
});

interface Item {
  readonly name: string;
  readonly createdAt: string;
}

/** The whole list, a page of two after another. */
async function page(query: string): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | undefined = `/v1/organizations?max=2&${query}`;
  while (next !== undefined) {
    const answered = await send(here.server, one.token, { method: "GET", path: next });
    items.push(...accepted(answered).items);
    next = /<([^>]+)>; rel="next"/.exec(answered.headers.get("link") ?? "")?.[1];
  }
  return items;
}

describe("a list of organizations", () => {
  test.each([
    ["name", ["alpha", "Bravo", "Bravo", "charlie", "Délta", "Echo"]],
    ["-name", ["Echo", "Délta", "charlie", "Bravo", "Bravo", "alpha"]],
    ["createdAt", NAMES],
    ["-createdAt", [...NAMES].reverse()],
  ])("sorted by %s holds each once, page after page", async (sort, names) => {
    const items = await page(`sort=${sort}`);
    expect(items.map(({ name }) => name)).toEqual(names);
    const ages = items.map(({ createdAt }) => createdAt);
    if (sort.endsWith("createdAt"))
      expect(ages).toEqual(sort === "createdAt" ? [...ages].sort() : [...ages].sort().reverse());
  });

  test.each([
    ["own,conflict", ["Délta", "Echo"]],
    ["legacy,locked", ["alpha", "charlie"]],
    ["inherits", ["Bravo", "Bravo", "charlie", "Echo"]],
  ])(
    "limited to %s holds what is in any of them, also searched, of a partner, and counted",
    async (state, names) => {
      const filters = `state=${state}&partnerId=${one.id}`;
      expect((await page(filters)).map(({ name }) => name)).toEqual(names);
      const counted = await get(here.server, one.token, `/v1/organizations?max=1&count=true&${filters}`);
      expect([counted.items.length, counted.total]).toEqual([1, names.length]);
      const found = await get(here.server, one.token, `/v1/organizations?${filters}&q=DELTA&count=1`);
      expect([found.items.length, found.total]).toEqual(names.includes("Délta") ? [1, 1] : [0, 0]);
    },
  );

  test("counts only where that is asked for, and nothing of another partner", async () => {
    expect(await get(here.server, one.token, "/v1/organizations?max=1")).not.toHaveProperty("total");
    const path = `/v1/organizations?count=true&partnerId=${here.alpha}`;
    expect(await get(here.server, one.token, path)).toEqual({ items: [], total: 0 });
  });

  test("tells of each what a table shows: conflict, lock, older settings, and whose word it is", async () => {
    const { items } = await get(here.server, one.token, "/v1/organizations");
    const byName = new Map(items.map((item: Item) => [item.name, item]));
    const plain = { conflict: false, locked: false, allowCustomerOverride: true, legacy: false };
    expect(byName.get("Bravo")).toMatchObject({ ...plain, governing: { rule: "R6", partnerIds: [one.id] } });
    expect(byName.get("alpha")).toMatchObject({
      ...plain,
      legacy: true,
      governing: { rule: "R24", partnerIds: [] },
    });
    expect(byName.get("charlie")).toMatchObject({ ...plain, locked: true, allowCustomerOverride: false });
    expect(byName.get("Délta")).toMatchObject({ ...plain, inherits: false, governing: { rule: "R8" } });
    const both = [one.id, two.id].sort();
    expect(byName.get("Echo")).toMatchObject({
      ...plain,
      conflict: true,
      governing: { code: "partners_in_conflict", partnerIds: both },
    });
  });

  test.each([
    ["state=own,held", "invalid_field"],
    ["state=", "invalid_field"],
    ["sort=age", "invalid_field"],
    ["sort=createdAt&after=WyJhIiwiYiJd", "page_malformed"],
  ])("refuses %s", async (query, code) => {
    await refusedCall(
      here.server,
      VENDOR_TOKEN,
      { method: "GET", path: `/v1/organizations?${query}` },
      400,
      code,
    );
  });
});
