import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { addDays, toInstant } from "../../src/instant.ts";
import { UNCONFIGURED_USER } from "../../src/policy/settings.ts";
import { writeCheckIns } from "../../src/store/tables/check-in-batch.ts";
import { countsAfter } from "../../src/store/tables/installation-counts.ts";
import { listInstallations } from "../../src/store/tables/installation-table.ts";
import { keepUpInstallations } from "../../src/store/tables/installation-upkeep.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, at } from "../support/records.ts";
import { aCheckIn, countsOf, historyOf, NOW, newOrganization, newUser, RETENTION } from "./check-in-world.ts";

eachDatabase("check-ins", (store) => {
  test("What an installation said last is kept, and asking again the same changes no count", async () => {
    const id = await newOrganization(store());
    await writeCheckIns(store(), [aCheckIn(id), aCheckIn(id, { installationId: "two", version: null })], NOW);
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 1, "win/x64 unknown": 1 });
    const before = await countsAfter(store().database, 0, 10);
    const later = at("2026-03-02T12:00:00Z");
    await writeCheckIns(store(), [aCheckIn(id, { askedAt: later })], later);
    expect(await countsAfter(store().database, before.at(-1)?.revision ?? 0, 10)).toEqual([]);
    await writeCheckIns(store(), [aCheckIn(id, { version: "45.2", offered: "45.3", askedAt: later })], later);
    expect(await countsOf(store())).toEqual({ "win/x64 45.2": 1, "win/x64 unknown": 1 });
    expect(await listInstallations(store().database, id, { max: 10 })).toEqual([
      {
        organizationId: id,
        id: "one",
        userId: null,
        platform: "win",
        arch: "x64",
        updater: null,
        version: "45.2",
        osVersion: null,
        isManaged: false,
        offered: "45.3",
        lastAskedAt: later,
      },
      {
        organizationId: id,
        id: "two",
        userId: null,
        platform: "win",
        arch: "x64",
        updater: null,
        version: null,
        osVersion: null,
        isManaged: false,
        offered: null,
        lastAskedAt: NOW,
      },
    ]);
  });

  test("What another server heard later is not undone by an older word", async () => {
    const id = await newOrganization(store());
    await writeCheckIns(store(), [aCheckIn(id, { version: "45.2" })], NOW);
    await writeCheckIns(store(), [aCheckIn(id, { askedAt: at("2026-03-01T11:00:00Z") })], NOW);
    expect(await countsOf(store())).toEqual({ "win/x64 45.2": 1 });
  });

  test("What a server wrote whose clock was days ahead holds nobody back, once its clock is right again", async () => {
    const id = await newOrganization(store());
    const now = toInstant(Date.now());
    await writeCheckIns(
      store(),
      [aCheckIn(id, { version: "45.2", askedAt: addDays(now, 3) })],
      addDays(now, 3),
    );
    await writeCheckIns(store(), [aCheckIn(id, { version: "45.3", askedAt: now })], now);
    expect(await countsOf(store())).toEqual({ "win/x64 45.3": 1 });
  });

  test("Two servers that write the same installations at once count each of them once", async () => {
    const id = await newOrganization(store());
    const batch = Array.from({ length: 200 }, (_, number) =>
      aCheckIn(id, { installationId: `i${number}`, version: `45.${number % 3}` }),
    );
    await Promise.all([
      writeCheckIns(store(), batch, NOW),
      writeCheckIns(store(), [...batch].reverse(), NOW),
      writeCheckIns(store(), batch.slice(50, 150), NOW),
    ]);
    expect(await countsOf(store())).toEqual({ "win/x64 45.0": 67, "win/x64 45.1": 67, "win/x64 45.2": 66 });
  });

  test("Of organizations that nobody knows nothing is kept, and of users only the organization's own", async () => {
    const [id, other] = [await newOrganization(store()), await newOrganization(store())];
    const [mine, theirs] = [await newUser(store(), id), await newUser(store(), other)];
    const said = [mine.id, theirs.id, randomUUID()].map((userId, number) =>
      aCheckIn(id, { installationId: `i${number}`, userId }),
    );
    await writeCheckIns(store(), [...said, aCheckIn(randomUUID())], NOW);
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 3 });
    const kept = await listInstallations(store().database, id, { max: 10 });
    expect(kept.map(({ userId }) => userId)).toEqual([mine.id, null, null]);
  });

  describe("a user", () => {
    const switched = (user: { id: string; organizationId: string }, allowAutomaticUpgrades: boolean) => ({
      ...({ subject: "user_settings", id: user.id, organizationId: user.organizationId } as const),
      before: null,
      after: { ...UNCONFIGURED_USER, allowAutomaticUpgrades },
    });

    test("who is put on automatic upgrades takes the installations along, and back (R11)", async () => {
      const id = await newOrganization(store());
      const user = await newUser(store(), id);
      await writeCheckIns(
        store(),
        [aCheckIn(id, { userId: user.id }), aCheckIn(id, { installationId: "b" })],
        NOW,
      );
      await recordAll(store(), [switched(user, true)]);
      expect(await countsOf(store())).toEqual({ "win/x64 45.1 ahead": 1, "win/x64 45.1": 1 });
      await writeCheckIns(store(), [aCheckIn(id, { userId: user.id, version: "45.2" })], NOW);
      expect(await countsOf(store())).toEqual({ "win/x64 45.2 ahead": 1, "win/x64 45.1": 1 });
      await recordAll(store(), [switched(user, false)]);
      expect(await countsOf(store())).toEqual({ "win/x64 45.2": 1, "win/x64 45.1": 1 });
    });

    test("who is removed is on no installation any more, also when it asks again", async () => {
      const id = await newOrganization(store());
      const user = await newUser(store(), id);
      await recordAll(store(), [switched(user, true)]);
      await writeCheckIns(store(), [aCheckIn(id, { userId: user.id })], NOW);
      await recordAll(store(), [{ subject: "user", id: user.id, before: user, after: null }]);
      expect(await countsOf(store())).toEqual({ "win/x64 45.1": 1 });
      await writeCheckIns(store(), [aCheckIn(id, { userId: user.id })], NOW);
      const [kept] = await listInstallations(store().database, id, { max: 10 });
      expect(kept?.userId).toBe(null);
    });
  });

  test("An organization that is removed takes its installations, counts and history along", async () => {
    const after = anOrganization();
    const other = await newOrganization(store());
    await recordAll(store(), [{ subject: "organization", id: after.id, before: null, after }]);
    await writeCheckIns(store(), [aCheckIn(after.id), aCheckIn(other)], NOW);
    await recordAll(store(), [{ subject: "organization", id: after.id, before: after, after: null }]);
    expect(await listInstallations(store().database, after.id, { max: 10 })).toEqual([]);
    expect(await historyOf(store(), { ids: [after.id] })).toEqual([]);
    expect(await historyOf(store())).toEqual([
      { day: "2026-03-01", version: "45.1", isOther: false, change: 1 },
    ]);
    await writeCheckIns(store(), [aCheckIn(after.id)], NOW);
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 1 });
  });

  test("The history has each day's changes, of an organization and of all, and sums what lies before its beginning", async () => {
    const [id, other] = [await newOrganization(store()), await newOrganization(store())];
    await writeCheckIns(store(), [aCheckIn(id), aCheckIn(other)], NOW);
    const later = at("2026-03-04");
    await writeCheckIns(store(), [aCheckIn(id, { version: "45.2", askedAt: later })], later);
    expect(await historyOf(store(), { ids: [id] })).toEqual([
      { day: "2026-03-01", version: "45.1", isOther: false, change: 1 },
      { day: "2026-03-04", version: "45.1", isOther: false, change: -1 },
      { day: "2026-03-04", version: "45.2", isOther: false, change: 1 },
    ]);
    expect(await historyOf(store(), {}, "2026-03-02", "2026-03-03")).toEqual([
      { day: "2026-03-02", version: "45.1", isOther: false, change: 2 },
    ]);
    expect(await historyOf(store(), {}, "2026-03-05")).toEqual([
      { day: "2026-03-05", version: "45.1", isOther: false, change: 1 },
      { day: "2026-03-05", version: "45.2", isOther: false, change: 1 },
    ]);
  });

  describe("the upkeep", () => {
    test("takes away who has not asked for 90 days, once a day, though two servers try at once", async () => {
      const id = await newOrganization(store());
      const long = at("2025-11-20");
      await writeCheckIns(
        store(),
        [aCheckIn(id, { askedAt: long }), aCheckIn(id, { installationId: "b" })],
        NOW,
      );
      const both = await Promise.all([
        keepUpInstallations(store(), RETENTION, NOW),
        keepUpInstallations(store(), RETENTION, NOW),
      ]);
      expect(both.sort()).toEqual([1, null]);
      expect(await countsOf(store())).toEqual({ "win/x64 45.1": 1 });
      expect(await keepUpInstallations(store(), RETENTION, at("2026-03-02T11:00:00Z"))).toBe(null);
      expect(await keepUpInstallations(store(), RETENTION, at("2026-06-01"))).toBe(1);
      expect(await countsOf(store())).toEqual({});
      expect(await historyOf(store(), { ids: [id] }, "2026-06-02")).toEqual([]);
    });

    test("shortens the history without changing what was run on the days that are left", async () => {
      const id = await newOrganization(store());
      await writeCheckIns(store(), [aCheckIn(id)], NOW);
      const later = at("2026-03-04");
      await writeCheckIns(store(), [aCheckIn(id, { version: "45.2", askedAt: later })], later);
      const before = await historyOf(store(), {}, "2026-03-06");
      await keepUpInstallations(store(), { installationDays: 900, historyDays: 10 }, at("2026-03-16"));
      expect(await historyOf(store(), {}, "2026-03-06")).toEqual(before);
      expect(await historyOf(store())).toEqual([
        { day: "2026-03-06", version: "45.2", isOther: false, change: 1 },
      ]);
    });

    test("takes away counts of none only after every server has had a day to read them", async () => {
      const id = await newOrganization(store());
      await writeCheckIns(store(), [aCheckIn(id)], NOW);
      const later = at("2026-03-04");
      await writeCheckIns(store(), [aCheckIn(id, { version: "45.2", askedAt: later })], later);
      const all = async () =>
        (await countsAfter(store().database, 0, 10)).map((one) => one.installations).sort();
      await keepUpInstallations(store(), RETENTION, later);
      expect(await all()).toEqual([0, 1]);
      await keepUpInstallations(store(), RETENTION, at("2026-03-05"));
      expect(await all()).toEqual([1]);
    });
  });

  test("A list of installations is in pages, and looks for a user, a version and a part of the id", async () => {
    const id = await newOrganization(store());
    const user = await newUser(store(), id);
    const batch = ["Ada-1", "ben-2", "BEN-3"].map((installationId, number) =>
      aCheckIn(id, { installationId, version: `45.${number}`, userId: number === 2 ? user.id : null }),
    );
    await writeCheckIns(store(), batch, NOW);
    const list = async (page: object) =>
      (await listInstallations(store().database, id, { max: 10, ...page })).map((one) => one.id);
    expect(await list({})).toEqual(["Ada-1", "BEN-3", "ben-2"]);
    expect(await list({ max: 1, after: "Ada-1" })).toEqual(["BEN-3"]);
    expect(await list({ q: "Ben" })).toEqual(["BEN-3", "ben-2"]);
    expect(await list({ version: "45.1" })).toEqual(["ben-2"]);
    expect(await list({ userId: user.id })).toEqual(["BEN-3"]);
  });
});
