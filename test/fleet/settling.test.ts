import { describe, expect, test } from "vitest";
import { Fleet } from "../../src/fleet/fleet.ts";
import { inSlices } from "../../src/fleet/in-slices.ts";
import { LedgerFollower } from "../../src/fleet/ledger-follower.ts";
import { World } from "../../src/fleet/world.ts";
import type { LedgerEntry } from "../../src/ledger/entry.ts";
import { LEDGER_START } from "../../src/ledger/hash.ts";
import { TimeSlices } from "../../src/time-slices.ts";
import { anOrganization, aPartner, at, defaultOf, schedule, VENDOR } from "../support/records.ts";

const PARTNERS = [aPartner().id, aPartner().id];
/** A third has the first partner, a third the second, a third both, between which a conflict is possible. */
const ORGANIZATIONS = Array.from({ length: 400 }, (_, number) =>
  anOrganization({ partnerIds: number % 3 === 2 ? PARTNERS : [PARTNERS[number % 3] ?? ""] }),
);
const USERS = ORGANIZATIONS.map(() => crypto.randomUUID());
const DAY = 24 * 60 * 60 * 1_000;

type Draft = Pick<LedgerEntry, "subject" | "id" | "organizationId"> & { readonly after: unknown };

/** The transactions of a ledger, each of which changes hundreds of organizations or users. */
function transactions(): readonly (readonly LedgerEntry[])[] {
  const [first = "", second = ""] = PARTNERS;
  const some = (every: number, rest = 0) => ORGANIZATIONS.filter((_, number) => number % every === rest);
  const made = ORGANIZATIONS.slice(0, 300).map((one) => draft("organization", one.id, one.id, one));
  const more = ORGANIZATIONS.slice(300).map((one) => draft("organization", one.id, one.id, one));
  const gone = some(10, 7).map((one) => draft("organization", one.id, one.id, null));
  const moved = some(10, 3).map((one) =>
    draft("organization", one.id, one.id, { ...one, partnerIds: [second] }),
  );
  const later = at("2026-03-05");
  const defaultsTo = (partner: string, text: string) =>
    draft("partner_settings", partner, null, defaultOf(text, later));
  const drafts: readonly (readonly Draft[])[] = [
    made,
    [defaultsTo(first, "slow:4")],
    switches(every(2), true),
    [defaultsTo(second, "slow:8"), ...owns(some(5), "slow:12")],
    owns(some(4), "latest:0"),
    [...more, defaultsTo(first, "slow:9"), ...switches(every(3), true)],
    [...switches(every(2), false), ...moved, defaultsTo(second, "slow:2")],
    [...gone, ...owns(some(4, 1), "slow:1"), defaultsTo(first, "latest:0")],
    [...owns(some(5), null), defaultsTo(first, "slow:11"), ...switches(every(5), false)],
  ];
  return toEntries(drafts);
}

function draft<Record>(
  subject: LedgerEntry["subject"],
  id: string,
  organizationId: string | null,
  after: Record,
): Draft {
  return { subject, id, organizationId, after };
}

function every(count: number): readonly number[] {
  return USERS.flatMap((_, number) => (number % count === 0 ? [number] : []));
}

function switches(numbers: readonly number[], allowAutomaticUpgrades: boolean): readonly Draft[] {
  return numbers.map((number) =>
    draft("user_settings", USERS[number] ?? "", ORGANIZATIONS[number]?.id ?? "", { allowAutomaticUpgrades }),
  );
}

/** A schedule of its own for each of these organizations, or what it inherits. */
function owns(all: typeof ORGANIZATIONS, text: string | null): readonly Draft[] {
  const own = text === null ? null : { schedule: schedule(text), setBy: VENDOR, setAt: at("2026-02-01") };
  return all.map(({ id }) => draft("organization_settings", id, id, { own, legacy: null, partners: {} }));
}

/** One transaction each day. */
function toEntries(drafts: readonly (readonly Draft[])[]): readonly (readonly LedgerEntry[])[] {
  let sequence = 0;
  return drafts.map((all, day) => {
    const change = sequence + 1;
    return all.map((one) => {
      const [previousHash, hash] = [
        sequence === 0 ? LEDGER_START.hash : String(sequence),
        String(++sequence),
      ];
      const entry = { sequence, change, at: at("2026-03-01") + day * DAY, actor: VENDOR, action: "test" };
      return { ...entry, ...one, before: null, previousHash, hash } as unknown as LedgerEntry;
    });
  });
}

/** What everybody is answered by, and what else is read of a world. */
function readAll(world: World): unknown {
  const fleet = new Fleet(world);
  const standing = (organization: string, user: string | null) => {
    const { code, standing } = fleet.standingClassOf(organization, user);
    return { code, standing };
  };
  return {
    head: fleet.head,
    count: fleet.organizationCount,
    served: PARTNERS.map((id) => fleet.countServedBy(id)),
    defaults: PARTNERS.map((id) => world.partnerSettings(id)),
    each: ORGANIZATIONS.map(({ id }, number) => [
      standing(id, null),
      standing(id, USERS[number] ?? ""),
      fleet.isOrganization(fleet.numberOf(id)),
      fleet.partnersServing(id),
    ]),
  };
}

describe("while a large transaction is put in force in steps", () => {
  test("everything that is read is of before, until all of it is of after", () => {
    const [world, atOnce] = [new World(), new World()];
    let steps = 0;
    for (const entries of transactions()) {
      const before = readAll(world);
      world.take(entries);
      for (const settling = world.settling(); !settling.next().done; steps++) {
        expect(readAll(world)).toEqual(before);
      }
      atOnce.apply(entries);
      expect(readAll(world)).toEqual(readAll(atOnce));
      expect(readAll(world)).not.toEqual(before);
    }
    expect(steps).toBeGreaterThan(50);
  });

  test("others have their turn, and a follower is at the end of the ledger only after the last of them", async () => {
    const [entries = []] = transactions();
    const source = { entriesAfter: async ({ sequence }: { sequence: number }) => entries.slice(sequence) };
    const follower = new LedgerFollower(source, new World());
    const applied: number[] = [];
    follower.onApplied(({ last }) => applied.push(last));
    await follower.catchUp();
    expect([follower.world.sequence, applied]).toEqual([300, [300]]);
  });
});

describe("work in slices, by a clock that goes on by itself", () => {
  /** A clock that goes on by a millisecond whenever it is read, and counts the turns of others. */
  function ticking() {
    const pace = { time: 0, turns: 0, now: () => pace.time++, turn: async () => pace.turns++ };
    return pace;
  }

  test("gives others a turn after each slice, and does all of its steps", async () => {
    const pace = ticking();
    const done: number[] = [];
    const work = (function* () {
      for (let step = 0; step < 30; step++) {
        done.push(step);
        yield;
      }
      return "end";
    })();
    expect(await inSlices(work, pace)).toBe("end");
    expect(done.length).toBe(30);
    // A slice of 3 ms has 3 steps of this clock.
    expect(pace.turns).toBe(10);
  });

  test("gives a large transaction as many slices as it needs, and a small one none", async () => {
    const world = new World();
    const turns: number[] = [];
    for (const entries of [
      ...transactions(),
      toEntries([owns(ORGANIZATIONS.slice(0, 1), "latest:0")])[0] ?? [],
    ]) {
      const pace = ticking();
      world.take(entries);
      await inSlices(world.settling(), pace);
      turns.push(pace.turns);
    }
    expect(turns[0]).toBeGreaterThan(2);
    expect(turns.at(-1)).toBe(0);
  });

  test("begins the next slice when others have had their turn", async () => {
    const pace = ticking();
    const slices = new TimeSlices(pace);
    expect([slices.isOver, slices.isOver, slices.isOver]).toEqual([false, false, true]);
    await slices.next();
    expect(slices.isOver).toBe(false);
  });
});
