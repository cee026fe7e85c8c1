import { sql } from "kysely";
import { expect, test } from "vitest";
import { beginWorld, CheckpointKeeper } from "../../src/fleet/checkpoint-keeper.ts";
import { LedgerFollower } from "../../src/fleet/ledger-follower.ts";
import { verifyFleet } from "../../src/fleet/verify-fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { differencesBetween } from "../../src/fleet/world-differences.ts";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { ledgerSource } from "../../src/store/ledger/ledger-table.ts";
import type { Store } from "../../src/store/store.ts";
import { eachDatabase } from "../support/each-database.ts";
import { anOrganization, aPartner, at, aUser, aWord, defaultOf, VENDOR } from "../support/records.ts";

const ALWAYS = { running: 1, stopping: 1 };

/** One transaction: a partner with a default, and organizations that it serves, one with a user who runs ahead. */
async function makeSome(store: Store, organizations: number): Promise<void> {
  const partner = aPartner();
  const made = Array.from({ length: organizations }, () => anOrganization({ partnerIds: [partner.id] }));
  await changeStore(store, { actor: VENDOR, now: at("2026-03-01") }, async (change) => {
    const create = { action: "create", before: null } as const;
    await change.record({ subject: "partner", id: partner.id, ...create, after: partner });
    const settings = defaultOf("latest:2", change.at);
    await change.record({ subject: "partner_settings", id: partner.id, ...create, after: settings });
    await change.recordAll(
      made.map((after) => ({ subject: "organization" as const, id: after.id, ...create, after })),
    );
    const user = aUser(made[0]?.id ?? "");
    await change.record({ subject: "user", id: user.id, ...create, after: user });
    const { setBy } = aWord("slow:0");
    const isOn = { allowAutomaticUpgrades: true, updatedAt: change.at, updatedBy: setBy };
    const { organizationId } = user;
    await change.record({ subject: "user_settings", id: user.id, organizationId, ...create, after: isOn });
    return ok(null);
  });
}

/** What a server does from its start to its stop. */
async function runOnce(store: Store, due = ALWAYS): Promise<World> {
  const world = await beginWorld(store);
  const follower = new LedgerFollower(ledgerSource(store.database), world);
  const stop = new CheckpointKeeper(store, rethrow, due).start(follower);
  await follower.catchUp();
  await stop();
  return world;
}

function rethrow(problem: unknown): void {
  throw problem;
}

async function rebuilt(store: Store): Promise<World> {
  const world = new World();
  await new LedgerFollower(ledgerSource(store.database), world).catchUp();
  return world;
}

eachDatabase("a checkpoint of the fleet", (store) => {
  test("is where the next server begins, and what follows is read from the ledger", async () => {
    await makeSome(store(), 30);
    await runOnce(store());
    await makeSome(store(), 20);
    const begun = await beginWorld(store());
    expect([begun.sequence, begun.organizations.count, begun.users.size]).toEqual([34, 30, 1]);
    expect(await verifyFleet(store())).toEqual({
      differences: [],
      sequence: 58,
      checkpoint: 34,
      organizations: 50,
      users: 2,
    });
    const next = await runOnce(store());
    expect([...differencesBetween(next, await rebuilt(store()))]).toEqual([]);
    expect((await beginWorld(store())).sequence).toBe(58);
  });

  test.each([
    ["is of another format", sql`update fleet_checkpoints set format = format + 1`],
    ["names an entry that the ledger has not", sql`update fleet_checkpoints set hash = ${"f".repeat(64)}`],
    ["has another byte", sql`update fleet_checkpoint_parts set bytes = set_byte(bytes, 100, 1)`],
    ["lacks a part", sql`delete from fleet_checkpoint_parts`],
  ])("is left aside where it %s, and a new one is written", async (_name, harm) => {
    await makeSome(store(), 5);
    await runOnce(store());
    await harm.execute(store().database);
    expect((await beginWorld(store())).sequence).toBe(0);
    await makeSome(store(), 5);
    await runOnce(store());
    expect(await verifyFleet(store())).toMatchObject({ differences: [], checkpoint: 18 });
  });

  test("that is not what the ledger says is found out", async () => {
    await makeSome(store(), 5);
    const world = await runOnce(store());
    // A server that had it wrong writes it down wrong, with a right checksum.
    await sql`delete from fleet_checkpoints`.execute(store().database);
    const [number = 0] = world.organizations.directory.numbers();
    world.organizations.setStandingClass(number, 0);
    const wrong = new CheckpointKeeper(store(), rethrow, { running: 0, stopping: 0 });
    await wrong.start(new LedgerFollower(ledgerSource(store().database), world))();
    const { differences } = await verifyFleet(store());
    expect(differences).toHaveLength(1);
    expect(differences[0]).toContain(world.organizations.directory.textAt(number));
  });

  test("is written when so many entries were taken, and at a stop after fewer, and not before", async () => {
    const due = { running: 30, stopping: 10 };
    await makeSome(store(), 1);
    await runOnce(store(), due);
    expect((await beginWorld(store())).sequence).toBe(0);
    await makeSome(store(), 10);
    await runOnce(store(), due);
    expect((await beginWorld(store())).sequence).toBe(19);
  });
});

eachDatabase("a transaction of more entries than are read at once", (store) => {
  test("is in force as a whole, and is told without its entries", async () => {
    await makeSome(store(), 10_000);
    const world = new World();
    const told: unknown[] = [];
    const follower = new LedgerFollower(ledgerSource(store().database), world);
    follower.onApplied(({ last, entries }) => told.push([last, entries?.length ?? null]));
    const counts = new Set<number>();
    const looking = setInterval(() => counts.add(world.organizations.count), 0);
    await follower.catchUp();
    clearInterval(looking);
    counts.add(world.organizations.count);
    expect(told).toEqual([[10_004, null]]);
    expect([...counts].filter((count) => count > 0)).toEqual([10_000]);
    await makeSome(store(), 1);
    await follower.catchUp();
    expect(told[1]).toEqual([10_009, 5]);
  });
});
