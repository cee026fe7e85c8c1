import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { CheckInWriter, type WriterSurroundings } from "../../src/fleet/check-in-writer.ts";
import { CheckIns } from "../../src/fleet/check-ins.ts";
import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import type { Instant } from "../../src/instant.ts";
import type { Store } from "../../src/store/store.ts";
import { listInstallations } from "../../src/store/tables/installation-table.ts";
import { USUAL_BOUNDS } from "../../src/store/tables/new-installations.ts";
import { findUnproven } from "../../src/store/tables/unproven-checks.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, at, version } from "../support/records.ts";

const NOW = at("2026-03-01T12:00:00Z");
const GOOD = 500;

/** What no door lets through today, and a database cannot take; each in a way of its own. */
const BAD: readonly [string, Partial<Record<keyof RawCheckIn, unknown>>][] = [
  ["an id that is a list", { installation: ["a", "b"] }],
  ["an id with a zero byte", { installation: "a\0b" }],
  ["an id that no index can hold", { installation: Array.from({ length: 900 }, randomUUID).join() }],
  ["an id that is missing", { installation: null }],
  ["an organization that is a list", { organizationId: ["a", "b"] }],
  ["a version that is a list", { running: ["45.1", "45.2"] }],
  ["a user that is a list", { user: [randomUUID().padEnd(60, "a")] }],
  ["a user with a zero byte", { user: "\0" }],
  ["a time that is none", { at: Number.NaN }],
];

function aNote(organizationId: string, change: object): RawCheckIn {
  const note = { organizationId, installation: "one", user: null, updater: null, target: 0, running: "45.1" };
  return {
    ...note,
    os: null,
    managed: false,
    enrolmentKey: null,
    offered: null,
    at: NOW,
    waitsSince: NOW,
    ...change,
  };
}

function writerOf(
  store: Store,
  checkIns: CheckIns,
  told: unknown[] = [],
  change: Partial<WriterSurroundings> = {},
): CheckInWriter {
  return new CheckInWriter(checkIns, {
    store,
    now: () => NOW,
    calendar: () => [],
    retention: { installationDays: 90, historyDays: 400 },
    bounds: USUAL_BOUNDS,
    tell: (problem) => told.push(problem),
    tellUnfit: () => {},
    ...change,
  });
}

async function newOrganization(store: Store): Promise<string> {
  const after = anOrganization();
  await recordAll(store, [{ subject: "organization", id: after.id, before: null, after }]);
  return after.id;
}

eachDatabase("the writer of check-ins", (store) => {
  test.each(BAD)("writes the good ones though one among them has %s", async (_, change) => {
    const [checkIns, told] = [new CheckIns(), [] as unknown[]];
    const id = await newOrganization(store());
    for (let number = 0; number < GOOD; number++) {
      if (number === 321) checkIns.note(aNote(id, change));
      checkIns.note(aNote(id, { installation: `good ${number}` }));
    }
    await writerOf(store(), checkIns, told).flush();
    const written = await listInstallations(store().database, id, { max: GOOD + 10 });
    expect(written.filter((one) => one.id.startsWith("good"))).toHaveLength(GOOD);
    const { written: stored, unfit, unreadable } = checkIns;
    expect([checkIns.size, stored + unfit + unreadable, told]).toEqual([0, GOOD + 1, []]);
  });

  test("counts as unfit or unreadable what it leaves out, also where nothing else waits", async () => {
    const checkIns = new CheckIns();
    const id = await newOrganization(store());
    checkIns.note(aNote(id, { installation: "\0" }));
    checkIns.note(aNote(id, { installation: "no target", target: 99 }));
    await writerOf(store(), checkIns).flush();
    expect(checkIns).toMatchObject({ size: 0, written: 0, unfit: 1, unreadable: 1 });
  });

  test("writes ids and versions in their one form", async () => {
    const checkIns = new CheckIns();
    const id = await newOrganization(store());
    checkIns.note(
      aNote(id, { installation: "a", running: "45.2.0-7", target: 3, offered: version("45.3.0.0") }),
    );
    checkIns.note(aNote(id, { installation: "b", running: "no version", user: "ann@example.org" }));
    checkIns.note(aNote(id, { installation: "c", running: "v45.2.0-rc.1+build.7" }));
    await writerOf(store(), checkIns).flush();
    expect(await listInstallations(store().database, id, { max: 10 })).toMatchObject([
      { id: "a", version: "45.2.0.7", platform: "mac", arch: "arm64", offered: "45.3" },
      { id: "b", version: null, userId: null, offered: null },
      { id: "c", version: "45.2.0-rc.1" },
    ]);
  });

  test("writes what waits as it stops, also what was noted last", async () => {
    const checkIns = new CheckIns();
    const id = await newOrganization(store());
    checkIns.note(aNote(id, { installation: "a" }));
    const writer = writerOf(store(), checkIns);
    checkIns.note(aNote(id, { installation: "b" }));
    await writer.stop();
    expect(await listInstallations(store().database, id, { max: 10 })).toMatchObject([
      { id: "a" },
      { id: "b" },
    ]);
  });

  test("counts checks without an enrolment key up to what a number holds, whatever an edge says", async () => {
    const [checkIns, told, id] = [new CheckIns(), [] as unknown[], randomUUID()];
    const writer = writerOf(store(), checkIns, told);
    for (let round = 0; round < 2; round++) {
      for (let line = 0; line < 2_000; line++) checkIns.unprovenChecks.add(id, Number.MAX_SAFE_INTEGER);
      await writer.flush();
    }
    expect(told).toEqual([]);
    expect(await findUnproven(store().database, { ids: [id] }, NOW)).toEqual({
      checks: Number.MAX_SAFE_INTEGER,
      organizationIds: [id],
    });
  });

  test("keeps what it cannot write, and writes the last state of each once it can", async () => {
    const [checkIns, told] = [new CheckIns(), [] as unknown[]];
    const id = await newOrganization(store());
    checkIns.note(aNote(id, { installation: "a" }));
    const gone = {
      kind: "postgresql",
      database: {
        transaction: () => {
          throw new Error("gone");
        },
      },
    };
    await writerOf(store(), checkIns, told, { store: gone as never }).flush();
    checkIns.note(aNote(id, { installation: "a" }));
    checkIns.note(aNote(id, { installation: "a", running: "45.3" }));
    expect([checkIns.size, told.length, checkIns.unchanged, checkIns.replaced]).toEqual([1, 1, 1, 1]);
    await writerOf(store(), checkIns).flush();
    expect(await listInstallations(store().database, id, { max: 10 })).toMatchObject([{ version: "45.3" }]);
    expect([checkIns.size, checkIns.written]).toEqual([0, 1]);
  });

  test("does not take a new installation that was refused for one that is stored", async () => {
    const checkIns = new CheckIns();
    const id = await newOrganization(store());
    const ask = async (when: Instant) => {
      const now = () => when;
      for (const installation of ["a", "b"])
        checkIns.note(aNote(id, { installation, at: when, waitsSince: when }));
      await writerOf(store(), checkIns, [], { now, bounds: { newPerHour: 1, most: 100 } }).flush();
      return (await listInstallations(store().database, id, { max: 10 })).length;
    };
    expect([await ask(NOW), await ask(at("2026-03-01T13:00:00Z"))]).toEqual([1, 2]);
    expect(checkIns).toMatchObject({ written: 3, surplus: 1, unchanged: 0 });
  });
});
