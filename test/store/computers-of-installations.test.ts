import { sql } from "kysely";
import { expect, test } from "vitest";
import { UNCONFIGURED_USER } from "../../src/policy/settings.ts";
import { writeCheckIns } from "../../src/store/tables/check-in-batch.ts";
import { newestMark } from "../../src/store/tables/count-marks.ts";
import { countsAfter } from "../../src/store/tables/installation-counts.ts";
import { deleteInstallations, listInstallations } from "../../src/store/tables/installation-table.ts";
import { keepUpInstallations } from "../../src/store/tables/installation-upkeep.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { at } from "../support/records.ts";
import {
  aCheckIn,
  computersOf,
  countsOf,
  countWrongComputers,
  historyOf,
  NOW,
  newOrganization,
  newUser,
  RETENTION,
} from "./check-in-world.ts";

const LATER = at("2026-03-02T12:00:00Z");
const WINDOWS_10 = { osVersion: "10.0.19045", osClass: "10.0.17763" };

eachDatabase("the computers of installations", (store) => {
  test("What an installation said last of its computer is kept, and counted beside the counts of all (R30, R32)", async () => {
    const id = await newOrganization(store());
    const first = [
      aCheckIn(id, { installationId: "a", ...WINDOWS_10 }),
      aCheckIn(id, { installationId: "b", ...WINDOWS_10, managed: true }),
      aCheckIn(id, { installationId: "c", osVersion: "12.7" }),
      aCheckIn(id, { installationId: "d" }),
    ];
    await writeCheckIns(store(), first, NOW);
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 4 });
    expect(await computersOf(store())).toEqual({ "45.1 10.0.17763": 1, "45.1 10.0.17763 managed": 1 });
    const kept = await listInstallations(store().database, id, { max: 10 });
    expect(kept.map(({ osVersion, isManaged }) => [osVersion?.parts, isManaged])).toEqual([
      [[10, 0, 19045], false],
      [[10, 0, 19045], true],
      [[12, 7], false],
      [undefined, false],
    ]);
  });

  test("What changes of a computer alone changes no count of all and no history, and followers are told", async () => {
    const id = await newOrganization(store());
    await writeCheckIns(store(), [aCheckIn(id, WINDOWS_10)], NOW);
    const [before, history] = [await newestMark(store().database, null), await historyOf(store())];
    const known = before === "lost" ? null : before;
    await writeCheckIns(store(), [aCheckIn(id, { osClass: "11", managed: true, askedAt: LATER })], LATER);
    const changed = await countsAfter(store().database, known?.revision ?? 0, 10);
    expect(changed.map(({ computer, installations }) => [computer, installations])).toEqual(
      expect.arrayContaining([
        [{ os: "10.0.17763", isManaged: false }, 0],
        [{ os: "11", isManaged: true }, 1],
      ]),
    );
    expect(changed).toHaveLength(2);
    const mark = await newestMark(store().database, known);
    expect(mark).toMatchObject({ revision: changed.at(-1)?.revision });
    expect(await historyOf(store())).toEqual(history);
    await writeCheckIns(store(), [aCheckIn(id, { askedAt: LATER })], LATER);
    expect(await computersOf(store())).toEqual({});
  });

  test("A user on automatic upgrades takes along what their computers said (R11)", async () => {
    const id = await newOrganization(store());
    const user = await newUser(store(), id);
    await writeCheckIns(store(), [aCheckIn(id, { userId: user.id, ...WINDOWS_10 })], NOW);
    const settings = { subject: "user_settings", id: user.id, organizationId: id, before: null } as const;
    await recordAll(store(), [
      { ...settings, after: { ...UNCONFIGURED_USER, allowAutomaticUpgrades: true } },
    ]);
    expect(await computersOf(store())).toEqual({ "45.1 ahead 10.0.17763": 1 });
    await recordAll(store(), [{ subject: "user", id: user.id, before: user, after: null }]);
    expect(await computersOf(store())).toEqual({ "45.1 10.0.17763": 1 });
  });

  test("Who is gone is counted no more: an installation that stopped asking, and a removed organization", async () => {
    const [id, other] = [await newOrganization(store()), await newOrganization(store())];
    const long = { askedAt: at("2025-11-20") };
    await writeCheckIns(
      store(),
      [
        aCheckIn(id, { managed: true, ...long }),
        aCheckIn(other, WINDOWS_10),
        aCheckIn(id, { installationId: "b" }),
      ],
      NOW,
    );
    await keepUpInstallations(store(), RETENTION, NOW);
    expect(await computersOf(store())).toEqual({ "45.1 10.0.17763": 1 });
    await keepUpInstallations(store(), RETENTION, LATER);
    await keepUpInstallations(store(), RETENTION, at("2026-03-03T12:00:00Z"));
    const { rows } = await sql`select managed from computer_counts`.execute(store().database);
    expect(rows).toEqual([{ managed: false }]);
    await store()
      .database.transaction()
      .execute((transaction) => deleteInstallations(transaction, other));
    expect(await computersOf(store())).toEqual({});
  });

  test("A server of the version before goes on counting all of them, and upkeep sets right what it left", async () => {
    const id = await newOrganization(store());
    const said = ["a", "b", "c"].map((installationId) => aCheckIn(id, { installationId, ...WINDOWS_10 }));
    await writeCheckIns(store(), [...said, aCheckIn(id, { installationId: "d" })], NOW);
    await checkInAtVersionBefore(id, "a", "45.2");
    await removeAtVersionBefore(id, "b");
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 2, "win/x64 45.2": 1 });
    // The next check-in of the moved one is counted from where that server put it.
    await writeCheckIns(
      store(),
      [aCheckIn(id, { installationId: "a", version: "45.3", askedAt: LATER })],
      LATER,
    );
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 2, "win/x64 45.3": 1 });
    expect(await countWrongComputers(store())).toBeGreaterThan(0);
    const before = await countsAfter(store().database, 0, 100);
    await keepUpInstallations(store(), RETENTION, LATER);
    expect(await countWrongComputers(store())).toBe(0);
    expect(await computersOf(store())).toEqual({ "45.1 10.0.17763": 1 });
    const renewed = await countsAfter(store().database, before.at(-1)?.revision ?? 0, 100);
    expect(renewed).not.toEqual([]);
    expect(await newestMark(store().database, null)).toMatchObject({ revision: renewed.at(-1)?.revision });
    await keepUpInstallations(store(), RETENTION, at("2026-03-03T12:00:01Z"));
    expect(await countsAfter(store().database, renewed.at(-1)?.revision ?? 0, 100)).toEqual([]);
  });

  /** An installation on Windows says another version to a server of the version before, by its statement. */
  async function checkInAtVersionBefore(id: string, installation: string, version: string): Promise<void> {
    await sql`
      with given as materialized (
        select old.version as old_version, old.ctid as place from installations as old
        where organization_id = ${id} and installation_id = ${installation}
      ), updated as (
        update installations set version = ${version} from given where installations.ctid = given.place
      ), changed as (
        select ${version}::text as version, 1 as change from given
        union all select coalesce(old_version, ''), -1 from given
      )
      insert into installation_counts (organization_id, platform, arch, version, runs_ahead, installations)
      select ${id}, 'win', 'x64', version, false, change from changed
      on conflict (organization_id, platform, arch, version, runs_ahead) do update set
        installations = installation_counts.installations + excluded.installations,
        revision = excluded.revision`.execute(store().database);
  }

  async function removeAtVersionBefore(id: string, installation: string): Promise<void> {
    await sql`
      with gone as (
        delete from installations where organization_id = ${id} and installation_id = ${installation} returning *
      )
      insert into installation_counts (organization_id, platform, arch, version, runs_ahead, installations)
      select organization_id, platform, arch, coalesce(version, ''), runs_ahead, -1 from gone
      on conflict (organization_id, platform, arch, version, runs_ahead) do update set
        installations = installation_counts.installations + excluded.installations,
        revision = excluded.revision`.execute(store().database);
  }
});
