import { expect, test } from "vitest";
import { atOnce } from "../../src/fleet/in-slices.ts";
import { pageByRank, type RankPosition, type Ranks } from "../../src/fleet/order-by-rank.ts";
import { World } from "../../src/fleet/world.ts";
import { toInstant } from "../../src/instant.ts";
import { anOrganization } from "../support/records.ts";

const AT = toInstant(Date.UTC(2026, 0, 1));
/** Ids that differ in each of their words, not in the order of their texts. */
const IDS = Array.from({ length: 60 }, (_, index) => {
  const word = ((index * 37) % 60) * 0x4000000;
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  const words = [0, 1, 2, 3].map((place) => hex(place === index % 4 ? word : 0x80000000)).join("");
  return words.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
});

function worldOfAll(): World {
  const world = new World();
  for (const [index, id] of IDS.entries()) {
    const entry = { sequence: index + 1, change: index + 1, at: AT, before: null, hash: "" };
    const after = anOrganization({ id, partnerIds: [] });
    world.apply([{ ...entry, subject: "organization", id, organizationId: id, after }] as never);
  }
  return world;
}

/** Few ranks, so that most are those of others; of every other organization the rank is known at once. */
const RANKS: Ranks = {
  known: (organization) => (organization % 2 === 0 ? rankOf(organization) : undefined),
  *of(organization) {
    yield;
    return rankOf(organization);
  },
};

function rankOf(organization: number): number {
  return [3, Number.POSITIVE_INFINITY, 0.5, 0][organization % 4] ?? 0;
}

function inOrder(direction: "asc" | "desc"): readonly RankPosition[] {
  const all = IDS.map((id, number) => ({ rank: rankOf(number), id }));
  all.sort((a, b) => (a.rank === b.rank ? (a.id < b.id ? -1 : 1) : a.rank < b.rank ? -1 : 1));
  return direction === "asc" ? all : all.reverse();
}

for (const direction of ["asc", "desc"] as const) {
  test(`pages go through all organizations by rank and then by id, each once (${direction})`, () => {
    const world = worldOfAll();
    const found: RankPosition[] = [];
    for (;;) {
      const asked = { part: {}, isIn: null, direction, after: found.at(-1) ?? null, max: 7 };
      const page = atOnce(pageByRank(world, RANKS, asked));
      found.push(...page);
      if (page.length < 7) break;
    }
    expect(found).toEqual(inOrder(direction));
  });
}

test("a page begins after an id that no organization has, also one that is no UUID", () => {
  const world = worldOfAll();
  const expected = inOrder("asc");
  for (const id of ["80000000-0000-0000-0000-000000000000", "80000000-8", "", "zzz"]) {
    const asked = { part: {}, isIn: null, direction: "asc", after: { rank: 0.5, id }, max: 5 } as const;
    const after = expected.filter((one) => one.rank > 0.5 || (one.rank === 0.5 && one.id > id));
    expect(atOnce(pageByRank(world, RANKS, asked)), id).toEqual(after.slice(0, 5));
  }
});
