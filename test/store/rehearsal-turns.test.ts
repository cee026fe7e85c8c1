import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { ok } from "../../src/result.ts";
import { changeStore, rehearseChange } from "../../src/store/ledger/change.ts";
import type { Store } from "../../src/store/store.ts";
import { eachDatabase } from "../support/each-database.ts";
import { at, VENDOR } from "../support/records.ts";

/** What somebody of a partner does now. */
function byPartner(partnerId: string) {
  return { actor: { ...VENDOR, partnerId }, now: at("2026-01-01") };
}

/** A promise with what ends it. */
function held() {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

/** Waits until this many transactions wait for a lock of PostgreSQL; the embedded database takes one after the other anyway. */
async function untilWaiting(store: Store, waiting: number): Promise<void> {
  if (store.kind === "embedded") return;
  const of = sql<{ waiting: number }>`select count(*)::integer as waiting from pg_locks
    where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  await vi.waitFor(async () => expect((await of.execute(store.database)).rows).toEqual([{ waiting }]));
}

eachDatabase("rehearsals of one partner", (store) => {
  test("take turns: a change of another waits for one, however many are asked for", async () => {
    const done: string[] = [];
    const [begun, end] = [held(), held()];
    const rehearse = (name: string, work = async () => {}) =>
      rehearseChange(store(), byPartner("alpha"), async () => {
        await work();
        done.push(name);
        return ok(name);
      });
    const first = rehearse("first", () => {
      begun.release();
      return end.until;
    });
    await begun.until;
    const others = ["second", "third", "fourth"].map((name) => rehearse(name));
    const change = changeStore(store(), byPartner("beta"), async () => {
      done.push("change");
      return ok(true);
    });
    await untilWaiting(store(), 1);
    end.release();
    const results = await Promise.all([first, change, ...others]);
    expect(results.map((result) => result.ok)).toEqual([true, true, true, true, true]);
    expect(done.slice(0, 2)).toEqual(["first", "change"]);
    expect(done.slice(2)).toEqual(["second", "third", "fourth"]);
  });

  test("go on after one that fails, and each gets its own answer", async () => {
    const failing = rehearseChange(store(), byPartner("alpha"), async () => {
      throw new Error("broken on purpose");
    });
    const next = rehearseChange(store(), byPartner("alpha"), async () => ok("next"));
    await expect(failing).rejects.toThrow("broken on purpose");
    expect(await next).toEqual(ok("next"));
  });
});
