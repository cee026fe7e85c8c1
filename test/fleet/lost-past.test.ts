import { sql } from "kysely";
import { expect, test } from "vitest";
import { beginWorld, CheckpointKeeper } from "../../src/fleet/checkpoint-keeper.ts";
import { type LedgerFault, LedgerFollower } from "../../src/fleet/ledger-follower.ts";
import { verifyFleet } from "../../src/fleet/verify-fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { differencesBetween } from "../../src/fleet/world-differences.ts";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { ledgerSource } from "../../src/store/ledger/ledger-table.ts";
import type { Store } from "../../src/store/store.ts";
import { eachDatabase } from "../support/each-database.ts";
import { keepState } from "../support/kept-state.ts";
import { anOrganization, at, VENDOR } from "../support/records.ts";

/** One transaction with so many new organizations; gives their ids. */
async function add(store: Store, count: number): Promise<readonly string[]> {
  const made = Array.from({ length: count }, () => anOrganization());
  await changeStore(store, { actor: VENDOR, now: at("2026-03-01") }, async (change) => {
    const create = { subject: "organization", action: "create", before: null } as const;
    await change.recordAll(made.map((after) => ({ ...create, id: after.id, after })));
    return ok(null);
  });
  return made.map(({ id }) => id);
}

/** A follower of a store, with what it told. */
async function follow(store: Store, begun: World) {
  const faults: LedgerFault[] = [];
  const applied: number[] = [];
  const replaced: World[] = [];
  const follower = new LedgerFollower(ledgerSource(store.database), begun, {
    begin: () => beginWorld(store),
    replace: async (world) => void replaced.push(world),
    tell: (fault) => faults.push(fault),
  });
  await follower.catchUp();
  follower.onApplied(({ last }) => applied.push(last));
  return { follower, faults, applied, replaced };
}

async function differences(store: Store, world: World): Promise<readonly string[]> {
  const rebuilt = new World();
  await new LedgerFollower(ledgerSource(store.database), rebuilt).catchUp();
  return [...differencesBetween(world, rebuilt)];
}

const head = async ({ database }: Store) =>
  database.selectFrom("ledger_head").select(["sequence", "hash"]).executeTakeFirstOrThrow();

eachDatabase("a ledger that lost entries which a server knows", (store) => {
  test.each([
    ["is shorter", 0],
    ["is as long again, with other entries", 3],
    ["is longer by one entry", 4],
    ["is much longer", 2_500],
    ["is longer by more than are read at once, which is all of one transaction", 4_100],
  ])("and %s: the world is read anew, once", async (_name, since) => {
    await add(store(), 2);
    const putBack = await keepState(store().database);
    await add(store(), 3);
    const { follower, faults, applied, replaced } = await follow(store(), new World());
    const known = await head(store());
    await putBack();
    if (since > 0) await add(store(), since);
    await follower.catchUp();
    await follower.catchUp();
    expect(faults).toEqual([{ kind: "diverged", known }]);
    expect([follower.divergences, follower.hasDiverged, follower.secondsBehind]).toEqual([1, false, 0]);
    expect(follower.world.head).toEqual(await head(store()));
    expect(await differences(store(), follower.world)).toEqual([]);
    expect(replaced).toEqual([follower.world]);
    expect(applied).toEqual([]);
    await add(store(), 1);
    await follower.catchUp();
    expect(applied).toEqual([2 + since + 1]);
    expect(await differences(store(), follower.world)).toEqual([]);
  });

  test("and is empty: nothing is left, and what follows is read", async () => {
    const putBack = await keepState(store().database);
    await add(store(), 3);
    const { follower } = await follow(store(), new World());
    await putBack();
    await follower.catchUp();
    expect([follower.world.sequence, follower.world.organizations.count]).toEqual([0, 0]);
    await add(store(), 1);
    await follower.catchUp();
    expect([follower.world.sequence, follower.world.organizations.count]).toEqual([1, 1]);
    expect(follower.divergences).toBe(1);
  });

  test("twice is read anew twice; one that never lost any is not", async () => {
    await add(store(), 1);
    const putBack = await keepState(store().database);
    const { follower } = await follow(store(), new World());
    for (const count of [1, 2]) {
      await add(store(), count);
      await follower.catchUp();
      await putBack();
      await follower.catchUp();
      expect([follower.divergences, follower.world.sequence]).toEqual([count, 1]);
    }
    await putBack();
    await follower.catchUp();
    expect(follower.divergences).toBe(2);
  });

  test("is read from the checkpoint that fits it, which stays", async () => {
    await add(store(), 20);
    const always = { running: 1, stopping: 1 };
    const { follower } = await follow(store(), await beginWorld(store()));
    const stop = new CheckpointKeeper(store(), rethrow, always).start(follower);
    await stop();
    const putBack = await keepState(store().database);
    await add(store(), 20);
    await follower.catchUp();
    await putBack();
    await add(store(), 1);
    await follower.catchUp();
    expect([follower.world.position.begun.sequence, follower.world.sequence]).toEqual([20, 21]);
    expect(await differences(store(), follower.world)).toEqual([]);
  });

  test("is not what a server that stops before its next look writes a checkpoint of", async () => {
    await add(store(), 5);
    const putBack = await keepState(store().database);
    await add(store(), 5);
    const { follower } = await follow(store(), new World());
    await putBack();
    await add(store(), 5);
    await new CheckpointKeeper(store(), rethrow, { running: 1, stopping: 1 }).start(follower)();
    expect((await beginWorld(store())).sequence).toBe(0);
    expect(await verifyFleet(store())).toMatchObject({ differences: [], checkpoint: 0 });
    await follower.catchUp();
    await new CheckpointKeeper(store(), rethrow, { running: 1, stopping: 1 }).start(follower)();
    expect(await verifyFleet(store())).toMatchObject({ differences: [], checkpoint: 10 });
  });

  test("keeps the old world while the new one cannot be put in place, and says so until it is", async () => {
    await add(store(), 1);
    const putBack = await keepState(store().database);
    const [lost = ""] = await add(store(), 1);
    let isAway = true;
    const follower = new LedgerFollower(ledgerSource(store().database), new World(), {
      begin: async () => new World(),
      replace: async () => {
        if (isAway) throw new Error("away");
      },
      tell: () => {},
    });
    await follower.catchUp();
    await putBack();
    for (const _look of [1, 2]) {
      await expect(follower.catchUp()).rejects.toThrow("away");
      expect([follower.hasDiverged, follower.divergences]).toEqual([true, 1]);
      expect(follower.world.organizations.directory.find(lost)).toBeGreaterThanOrEqual(0);
    }
    isAway = false;
    await follower.catchUp();
    expect([follower.hasDiverged, follower.divergences]).toEqual([false, 1]);
    expect(follower.world.organizations.directory.find(lost)).toBe(-1);
  });
});

eachDatabase("a ledger that somebody changed", (store) => {
  test("is followed on, is told of once, and is no ground for a checkpoint", async () => {
    await add(store(), 3);
    await sql`update ledger set previous_hash = ${"f".repeat(64)} where sequence = 2`.execute(
      store().database,
    );
    const { follower, faults } = await follow(store(), new World());
    await add(store(), 2);
    await follower.catchUp();
    expect(faults).toEqual([{ kind: "broken", sequence: 2 }]);
    expect([follower.world.sequence, follower.hasDiverged]).toEqual([5, false]);
    await new CheckpointKeeper(store(), rethrow, { running: 1, stopping: 1 }).start(follower)();
    const { rows } = await sql`select 1 from fleet_checkpoints`.execute(store().database);
    expect(rows).toEqual([]);
  });
});

function rethrow(problem: unknown): void {
  throw problem;
}
