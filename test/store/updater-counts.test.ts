import { sql } from "kysely";
import { expect, test } from "vitest";
import { writeCheckIns } from "../../src/store/tables/check-in-batch.ts";
import { deleteInstallations, listInstallations } from "../../src/store/tables/installation-table.ts";
import { keepUpInstallations } from "../../src/store/tables/installation-upkeep.ts";
import { eachDatabase } from "../support/each-database.ts";
import { at } from "../support/records.ts";
import { aCheckIn, NOW, newOrganization, RETENTION, updatersOf } from "./check-in-world.ts";

const LATER = at("2026-03-02T12:00:00Z");

eachDatabase("the protocols by which installations ask", (store) => {
  test("each installation counts for the protocol by which it asked last, and for none if that was the check", async () => {
    const [id, other] = [await newOrganization(store()), await newOrganization(store())];
    await writeCheckIns(
      store(),
      [
        aCheckIn(id, { installationId: "a", updater: "electron" }),
        aCheckIn(id, { installationId: "b", updater: "electron" }),
        aCheckIn(id, { installationId: "c", updater: null }),
        aCheckIn(other, { installationId: "a", updater: "velopack" }),
      ],
      NOW,
    );
    expect(await updatersOf(store(), id)).toEqual({ electron: 2 });
    expect(await updatersOf(store())).toEqual({ electron: 2, velopack: 1 });
    const again = { askedAt: LATER, version: "45.2" };
    await writeCheckIns(
      store(),
      [
        aCheckIn(id, { ...again, installationId: "a", updater: "tauri" }),
        aCheckIn(id, { ...again, installationId: "b", updater: null }),
        aCheckIn(id, { ...again, installationId: "c", updater: "tauri" }),
        aCheckIn(other, { ...again, installationId: "a", updater: "velopack" }),
      ],
      LATER,
    );
    expect(await updatersOf(store(), id)).toEqual({ tauri: 2 });
    expect(await updatersOf(store())).toEqual({ tauri: 2, velopack: 1 });
    const kept = await listInstallations(store().database, id, { max: 10 });
    expect(kept.map(({ updater }) => updater)).toEqual(["tauri", null, "tauri"]);
  });

  test("a new installation that is refused counts for no protocol", async () => {
    const id = await newOrganization(store());
    const asking = ["a", "b", "c"].map((installationId) =>
      aCheckIn(id, { installationId, updater: "sparkle" }),
    );
    expect(await writeCheckIns(store(), asking, NOW, { newPerHour: 2, most: 100 })).toMatchObject([
      { refused: 1 },
    ]);
    expect(await updatersOf(store(), id)).toEqual({ sparkle: 2 });
  });

  test("a removed organization is in the counts of all no more", async () => {
    const [id, other] = [await newOrganization(store()), await newOrganization(store())];
    await writeCheckIns(
      store(),
      [aCheckIn(id, { updater: "apt" }), aCheckIn(other, { updater: "apt" })],
      NOW,
    );
    await store()
      .database.transaction()
      .execute((transaction) => deleteInstallations(transaction, id));
    expect(await updatersOf(store())).toEqual({ apt: 1 });
    expect(await updatersOf(store(), id)).toEqual({});
  });

  test("upkeep sets right what a server of the version before has left, and forgets who asks no more", async () => {
    const id = await newOrganization(store());
    const asking = ["a", "b"].map((installationId) => aCheckIn(id, { installationId, updater: "electron" }));
    await writeCheckIns(store(), asking, NOW);
    // That server removes rows and adds some, and knows nothing of the counts.
    await sql`delete from installations where installation_id = 'a'`.execute(store().database);
    await sql`
      insert into installations
        (organization_id, installation_id, runs_ahead, platform, arch, version, last_asked_at)
      values (${id}, 'c', false, 'win', 'x64', '45.1', '2026-03-01T12:00:00Z')`.execute(store().database);
    expect(await updatersOf(store())).toEqual({ electron: 2 });
    await keepUpInstallations(store(), RETENTION, LATER);
    expect(await updatersOf(store())).toEqual({ electron: 1 });
    expect(await updatersOf(store(), id)).toEqual({ electron: 1 });
    await keepUpInstallations(store(), RETENTION, at("2026-07-01T12:00:00Z"));
    expect(await updatersOf(store())).toEqual({});
  });
});
