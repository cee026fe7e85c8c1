import { sql } from "kysely";
import { expect } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { listAdoptionChanges } from "../../src/store/tables/adoption-history.ts";
import type { CheckIn, ToldState } from "../../src/store/tables/check-in-batch.ts";
import { countsAfter } from "../../src/store/tables/installation-counts.ts";
import { countUpdaters } from "../../src/store/tables/updater-counts.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, at, aUser } from "../support/records.ts";

export const NOW = at("2026-03-01T12:00:00Z");
export const RETENTION = { installationDays: 90, historyDays: 400 };

type Told = Omit<CheckIn, "organizationId" | "told"> & ToldState;

/** A check-in of an installation; a test gives only the fields that it is about. */
export function aCheckIn(organizationId: string, change: Partial<Told> = {}): CheckIn {
  const { installationId = "one", userId = null, askedAt = NOW, ...state } = change;
  const told: ToldState = {
    platform: "win",
    arch: "x64",
    updater: null,
    version: "45.1",
    told: null,
    osVersion: null,
    osClass: null,
    managed: false,
    enrolmentKey: null,
    offered: null,
    ...state,
  };
  return { organizationId, installationId, userId, told, askedAt };
}

export async function newOrganization(store: Store): Promise<string> {
  const after = anOrganization();
  await recordAll(store, [{ subject: "organization", id: after.id, before: null, after }]);
  return after.id;
}

export async function newUser(store: Store, organizationId: string) {
  const after = aUser(organizationId);
  await recordAll(store, [{ subject: "user", id: after.id, before: null, after }]);
  return after;
}

/** What the counts of all say, checked against the installations themselves, one by one. */
export async function countsOf({ database }: Store): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const one of await countsAfter(database, -1, 10_000)) {
    if (one.installations === 0 || one.computer) continue;
    const ahead = one.runsAhead ? " ahead" : "";
    counts[`${one.platform}/${one.arch} ${one.version ?? "unknown"}${ahead}`] = one.installations;
  }
  const { rows } = await sql<{ wrong: number }>`
    select count(*) as wrong from (
      select organization_id, platform, arch, coalesce(version, '') as version, runs_ahead,
        count(*)::integer as installations
      from installations group by 1, 2, 3, 4, 5
      except select organization_id, platform, arch, version, runs_ahead, installations from installation_counts
    ) as different`.execute(database);
  expect(rows).toEqual([{ wrong: 0 }]);
  return counts;
}

/** The same of those that said something of their computer. */
export async function computersOf({ database }: Store): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { computer, version, runsAhead, installations } of await countsAfter(database, -1, 10_000)) {
    if (computer === null || installations === 0) continue;
    const said = [version ?? "unknown", runsAhead && "ahead", computer.os, computer.isManaged && "managed"];
    counts[said.filter(Boolean).join(" ")] = installations;
  }
  return counts;
}

/** How many of the counts by computer differ from the installations themselves. */
export async function countWrongComputers({ database }: Store): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    with right_ones as (
      select organization_id, platform, arch, coalesce(version, '') as version, runs_ahead,
        coalesce(os_class, '') as os_class, managed, count(*)::integer as installations
      from installations where os_class is not null or managed group by 1, 2, 3, 4, 5, 6, 7
    ), known as (
      select organization_id, platform, arch, version, runs_ahead, os_class, managed, installations
      from computer_counts where installations <> 0
    )
    select count(*)::integer as wrong from (
      (select * from right_ones except select * from known) union all (select * from known except select * from right_ones)
    ) as different`.execute(database);
  return rows[0]?.wrong ?? 0;
}

/** How many installations asked last by each protocol: of all organizations, or of one. */
export async function updatersOf({ database }: Store, organizationId?: string) {
  const ids = organizationId === undefined ? {} : { ids: [organizationId] };
  const counts = await countUpdaters(database, ids);
  return Object.fromEntries(counts.map(({ updater, installations }) => [updater, installations]));
}

/** The history with two versions of the calendar. */
export const historyOf = ({ database }: Store, scope = {}, from = "2026-01-01", to = "2027-12-31") =>
  listAdoptionChanges(database, scope, { from, to, known: ["45.1", "45.2"], first: [], mostNamed: 50 });
