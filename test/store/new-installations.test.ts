import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { toInstant } from "../../src/instant.ts";
import type { HistoryScope } from "../../src/store/tables/adoption-history.ts";
import { type CheckIn, writeCheckIns } from "../../src/store/tables/check-in-batch.ts";
import { listInstallations } from "../../src/store/tables/installation-table.ts";
import { keepUpInstallations } from "../../src/store/tables/installation-upkeep.ts";
import { findSuspicion } from "../../src/store/tables/new-installations.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, at } from "../support/records.ts";
import { aCheckIn, countsOf, NOW, newOrganization, newUser, RETENTION } from "./check-in-world.ts";

eachDatabase("new installations of an organization", (store) => {
  const BOUNDS = { newPerHour: 3, most: 5 };
  const some = (id: string, names: string, askedAt = NOW) =>
    [...names].map((installationId) => aCheckIn(id, { installationId, askedAt }));
  const namesOf = async (id: string) =>
    (await listInstallations(store().database, id, { max: 20 })).map((one) => one.id).join("");
  /** Gives how many were refused. */
  const write = async (checkIns: readonly CheckIn[], now = NOW) => {
    const refused = await writeCheckIns(store(), checkIns, now, BOUNDS);
    return refused.reduce((sum, one) => sum + one.refused, 0);
  };
  const suspicionOf = (scope: HistoryScope, now = NOW) => findSuspicion(store().database, scope, now);

  test("are written up to so many an hour, the first to ask first; known ones go on being counted", async () => {
    const [id, neighbour] = [await newOrganization(store()), await newOrganization(store())];
    const late = at("2026-03-01T12:59:59Z");
    expect(await write([...some(id, "xy", late), ...some(id, "ab")], late)).toBe(1);
    expect(await namesOf(id)).toBe("abx");
    expect(
      await write(
        [...some(id, "y", late), aCheckIn(id, { installationId: "a", version: "45.2", askedAt: late })],
        late,
      ),
    ).toBe(1);
    expect(
      await write(
        some(neighbour, "pqr", late).map((one) => ({ ...one, platform: "mac" as const })),
        late,
      ),
    ).toBe(0);
    expect(await countsOf(store())).toEqual({ "win/x64 45.1": 2, "win/x64 45.2": 1, "mac/x64 45.1": 3 });
    const next = at("2026-03-01T13:00:00Z");
    expect(await write(some(id, "y", next), next)).toBe(0);
    expect(await namesOf(id)).toBe("abxy");
  });

  test("are written up to so many in all, or ten for each user, and again once others are gone", async () => {
    const id = await newOrganization(store());
    const hours = (count: number) => toInstant(NOW + count * 3_600_000);
    expect(await write(some(id, "abc"))).toBe(0);
    expect(await write(some(id, "def", hours(1)), hours(1))).toBe(1);
    expect(await write(some(id, "gh", hours(2)), hours(2))).toBe(2);
    await newUser(store(), id);
    expect(await write(some(id, "fgh", hours(3)), hours(3))).toBe(0);
    expect(await write(some(id, "ijk", hours(4)), hours(4))).toBe(1);
    const later = at("2026-06-20");
    await keepUpInstallations(store(), RETENTION, later);
    expect(await write(some(id, "k", later), later)).toBe(0);
  });

  test("are bounded over all servers together, also if their clocks differ a little", async () => {
    const id = await newOrganization(store());
    const [before, after] = [at("2026-03-01T11:59:59Z"), at("2026-03-01T12:00:01Z")];
    const refused = await Promise.all([
      write(some(id, "ab", after), after),
      write(some(id, "cd", before), before),
      write(some(id, "ef", after), after),
      write(some(id, "gh", before), before),
    ]);
    expect(refused.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(8 - BOUNDS.most);
    expect((await namesOf(id)).length).toBeLessThanOrEqual(BOUNDS.most);
  });

  test("are no longer bounded by a server whose clock was far ahead", async () => {
    const id = await newOrganization(store());
    const ahead = at("2027-03-01");
    await write(some(id, "abc", ahead), ahead);
    expect(await write(some(id, "de"))).toBe(0);
  });

  test("are suspicious for a week from the last refusal on, for who may see the organization", async () => {
    const [id, other] = [await newOrganization(store()), await newOrganization(store())];
    expect(await suspicionOf({})).toBe(null);
    await write(some(id, "abcdefg"));
    const later = at("2026-03-03");
    await write([...some(id, "hijk", later), ...some(other, "abcd", later)], later);
    const ours = { newInstallationsRefused: 6, since: NOW, organizationIds: [id] };
    expect(await suspicionOf({ ids: [id] }, later)).toEqual(ours);
    expect(await suspicionOf({}, later)).toEqual({
      ...ours,
      newInstallationsRefused: 7,
      organizationIds: [id, other],
    });
    expect(await suspicionOf({ ids: [other] }, later)).toMatchObject({ newInstallationsRefused: 1 });
    expect(await suspicionOf({ partnerId: randomUUID() }, later)).toBe(null);
    const muchLater = at("2026-03-11");
    expect(await suspicionOf({}, muchLater)).toBe(null);
    await write(some(id, "l", muchLater), muchLater);
    expect(await suspicionOf({ ids: [id] }, muchLater)).toEqual({
      newInstallationsRefused: 1,
      since: muchLater,
      organizationIds: [id],
    });
  });

  test("are forgotten with the organization, and once nothing happened for a week", async () => {
    const rowsOf = async () => {
      const { rows } = await sql`select organization_id as id from new_installations`.execute(
        store().database,
      );
      return rows;
    };
    const after = anOrganization();
    const quiet = await newOrganization(store());
    await recordAll(store(), [{ subject: "organization", id: after.id, before: null, after }]);
    await write([...some(after.id, "abcd"), ...some(quiet, "a")]);
    await recordAll(store(), [{ subject: "organization", id: after.id, before: after, after: null }]);
    expect(await rowsOf()).toEqual([{ id: quiet }]);
    await keepUpInstallations(store(), RETENTION, at("2026-03-20"));
    expect(await rowsOf()).toEqual([]);
  });
});
