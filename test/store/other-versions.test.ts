import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { listAdoptionChanges } from "../../src/store/tables/adoption-history.ts";
import { writeCheckIns } from "../../src/store/tables/check-in-batch.ts";
import { listInstallations, OTHER_VERSIONS } from "../../src/store/tables/installation-table.ts";
import { eachDatabase } from "../support/each-database.ts";
import { at } from "../support/records.ts";
import { aCheckIn, countsOf, historyOf, NOW, newOrganization } from "./check-in-world.ts";

eachDatabase("versions of check-ins", (store) => {
  describe("an other version", () => {
    const other = (id: string, installationId: string, told: string) =>
      aCheckIn(id, { installationId, version: ">45.1", told });

    test("is counted with the others, and told by its installation as it is", async () => {
      const id = await newOrganization(store());
      await writeCheckIns(store(), [other(id, "a", "99.1"), other(id, "b", "99.2"), aCheckIn(id)], NOW);
      expect(await countsOf(store())).toEqual({ "win/x64 >45.1": 2, "win/x64 45.1": 1 });
      const list = async (version?: string | typeof OTHER_VERSIONS) =>
        (await listInstallations(store().database, id, { max: 10, version })).map((one) => one.version);
      expect(await list()).toEqual(["99.1", "99.2", "45.1"]);
      expect(await list("99.2")).toEqual(["99.2"]);
      expect(await list(OTHER_VERSIONS)).toEqual(["99.1", "99.2"]);
      expect(await list(">45.1")).toEqual([]);
    });

    test("leaves no row of its own behind, however often it changes", async () => {
      const id = await newOrganization(store());
      for (let number = 0; number < 5; number++)
        await writeCheckIns(store(), [other(id, "a", `9${number}.1`)], NOW);
      expect(await historyOf(store(), { ids: [id] })).toEqual([
        { day: "2026-03-01", version: null, isOther: true, change: 1 },
      ]);
      const { rows } = await sql`select version from adoption_changes`.execute(store().database);
      expect(rows).toEqual([{ version: ">45.1" }, { version: ">45.1" }]);
    });

    test("is counted by name with the next check-in after its release is in the calendar", async () => {
      const id = await newOrganization(store());
      await writeCheckIns(store(), [other(id, "a", "45.2")], NOW);
      await writeCheckIns(store(), [aCheckIn(id, { installationId: "a", version: "45.2" })], NOW);
      expect(await countsOf(store())).toEqual({ "win/x64 45.2": 1 });
    });
  });

  describe("the history names", () => {
    const read = (known: readonly string[], mostNamed: number, first: readonly string[] = []) =>
      listAdoptionChanges(
        store().database,
        {},
        { from: "2026-01-01", to: "2027-12-31", known, first, mostNamed },
      );

    test("only versions of the calendar, also of rows that were written before others were folded", async () => {
      const id = await newOrganization(store());
      const made = Array.from({ length: 40 }, (_, number) =>
        aCheckIn(id, { installationId: `i${number}`, version: `9${number}.1` }),
      );
      await writeCheckIns(
        store(),
        [...made, aCheckIn(id, { version: null }), aCheckIn(id, { installationId: "b" })],
        NOW,
      );
      expect(await read(["45.1"], 50)).toEqual([
        { day: "2026-03-01", version: null, isOther: false, change: 1 },
        { day: "2026-03-01", version: "45.1", isOther: false, change: 1 },
        { day: "2026-03-01", version: null, isOther: true, change: 40 },
      ]);
    });

    test("as many as asked, those that most installations ran on one day", async () => {
      const id = await newOrganization(store());
      const run = (name: string, version: string, askedAt = NOW) =>
        aCheckIn(id, { installationId: name, version, askedAt });
      await writeCheckIns(store(), [run("a", "45.1"), run("b", "45.1"), run("c", "45.2")], NOW);
      const later = at("2026-03-04");
      await writeCheckIns(store(), [run("a", "45.3", later), run("b", "45.3", later)], later);
      const named = (await read(["45.1", "45.2", "45.3"], 2)).map(({ version }) => version);
      expect(named).toEqual(["45.1", null, "45.1", "45.3"]);
    });

    test("the last releases first, also where few run them", async () => {
      const id = await newOrganization(store());
      const run = (name: string, version: string) => aCheckIn(id, { installationId: name, version });
      await writeCheckIns(
        store(),
        [run("a", "45.1"), run("b", "45.1"), run("c", "45.2"), run("d", "45.2"), run("e", "45.3")],
        NOW,
      );
      expect(await read(["45.1", "45.2", "45.3"], 2, ["45.3"])).toEqual([
        { day: "2026-03-01", version: "45.1", isOther: false, change: 2 },
        { day: "2026-03-01", version: "45.3", isOther: false, change: 1 },
        { day: "2026-03-01", version: null, isOther: true, change: 2 },
      ]);
    });
  });
});
