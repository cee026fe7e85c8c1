import { expect, test } from "vitest";
import { Census } from "../../src/fleet/census.ts";
import { CensusFollower } from "../../src/fleet/census-follower.ts";
import { Directory } from "../../src/fleet/directory.ts";
import type { Store } from "../../src/store/store.ts";
import { writeCheckIns } from "../../src/store/tables/check-in-batch.ts";
import { keepUpInstallations } from "../../src/store/tables/installation-upkeep.ts";
import { eachDatabase } from "../support/each-database.ts";
import { keepState } from "../support/kept-state.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, at } from "../support/records.ts";

const NOW = at("2026-03-01T12:00:00Z");

async function newOrganization(store: Store): Promise<string> {
  const after = anOrganization();
  await recordAll(store, [{ subject: "organization", id: after.id, before: null, after }]);
  return after.id;
}

/** Some installations of an organization ask, in one batch. */
function ask(store: Store, organizationId: string, ids: readonly string[], now = NOW) {
  const said = {
    organizationId,
    userId: null,
    platform: "win",
    arch: "x64",
    version: "45.1",
    updater: null,
    told: null,
    osVersion: null,
    osClass: null,
    managed: false,
  } as const;
  return writeCheckIns(
    store,
    ids.map((installationId) => ({ ...said, installationId, offered: null, askedAt: now })),
    now,
  );
}

/** A follower of the counts, and how often it counted anew. */
function follow(store: Store) {
  let census = new Census(new Directory());
  let renewals = 0;
  const follower = new CensusFollower(store, census, (anew) => {
    census = anew;
    renewals++;
  });
  return {
    renewals: () => renewals,
    count: async (organizationId: string) => {
      await follower.catchUp();
      const sums: number[] = [];
      census.addTo(sums, organizationId);
      return sums.reduce((sum, one) => sum + one, 0);
    },
  };
}

eachDatabase("counts that the database has lost", (store) => {
  test.each([
    ["fewer batches", 0],
    ["as many batches", 2],
    ["more batches", 5],
  ])("are counted anew, once, with %s since", async (_name, batches) => {
    const [acme, other] = [await newOrganization(store()), await newOrganization(store())];
    await ask(store(), acme, ["a"]);
    const putBack = await keepState(store().database);
    await ask(store(), acme, ["b", "c"]);
    await ask(store(), acme, ["d"]);
    const counted = follow(store());
    expect(await counted.count(acme)).toBe(4);
    await putBack();
    for (let batch = 0; batch < batches; batch++) await ask(store(), other, [`${batch}`]);
    expect(await counted.count(acme)).toBe(1);
    expect(await counted.count(other)).toBe(batches);
    expect(counted.renewals()).toBe(1);
    await ask(store(), acme, ["e"]);
    expect(await counted.count(acme)).toBe(2);
    expect(counted.renewals()).toBe(1);
  });
});

eachDatabase("a follower of counts", (store) => {
  test("never counts anew where nothing was lost: not without a batch, and not after upkeep", async () => {
    const acme = await newOrganization(store());
    const counted = follow(store());
    expect(await counted.count(acme)).toBe(0);
    const retention = { installationDays: 90, historyDays: 400 };
    for (const [day, month] of ["03", "04", "05"].entries()) {
      const now = at(`2026-${month}-01T12:00:00Z`);
      await ask(store(), acme, ["a", `of ${day}`], now);
      await keepUpInstallations(store(), retention, now);
      await keepUpInstallations(store(), retention, now);
      expect(await counted.count(acme)).toBe(day + 2);
    }
    expect(counted.renewals()).toBe(0);
    const rows = await store().database.selectFrom("installation_count_marks").select("revision").execute();
    expect(rows.length).toBeLessThanOrEqual(2);
  });
});
