import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Release } from "../../src/catalog/release.ts";
import { refuseFault } from "../../src/store/database-faults.ts";
import { entriesAbout } from "../../src/store/ledger/ledger-table.ts";
import { findRelease } from "../../src/store/tables/release-table.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import type { Organization } from "../../src/tenancy/organization.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, aPartner, aRelease } from "../support/records.ts";

const LIMITS: Partial<Release> = {
  floor: { reason: "moves the database" },
  blocks: [{ platform: "win", arch: null, osVersion: null, reason: "no sound", until: null }],
};

eachDatabase("what a release was said to be by a later version", (store) => {
  /** A release as a server of the version before reads it, and pauses it. */
  const pauseAsBefore = (release: Release) => {
    const known = { ...release, floor: null, blocks: [] };
    return recordAll(store(), [
      {
        subject: "release",
        id: release.id,
        action: "release.pause",
        before: known,
        after: { ...known, state: "paused" },
      },
    ]);
  };

  test("is kept: a server that does not know it is refused the change, to be tried again, and nothing is changed", async () => {
    const release = aRelease("46.5", { state: "published", ...LIMITS });
    await recordAll(store(), [{ subject: "release", id: release.id, before: null, after: release }]);
    const refused = await pauseAsBefore(release).then(() => null, refuseFault);
    expect(refused?.code).toBe("database_busy");
    expect(await findRelease(store().database, release.id)).toEqual(release);
    expect(await entriesAbout(store().database, [{ subject: "release", id: release.id }])).toHaveLength(1);
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("may be taken back by a server that knows it, also in one change with others; then any server changes it", async () => {
    const release = aRelease("46.5", { state: "published" });
    const id = release.id;
    const limited = { ...release, ...LIMITS };
    const free = { ...release, state: "paused" as const };
    await recordAll(store(), [
      { subject: "release", id, before: null, after: release },
      { subject: "release", id, before: release, after: limited },
      { subject: "release", id, before: limited, after: release },
    ]);
    await recordAll(store(), [{ subject: "release", id, before: release, after: free }]);
    expect(await findRelease(store().database, id)).toEqual(free);
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count from ledger`.execute(
      store().database,
    );
    expect(rows).toEqual([{ count: 4 }]);
  });

  test("of an organization is kept as well: a server that does not know customer numbers cannot rename one that has some", async () => {
    const partner = aPartner();
    const organization = anOrganization({
      partnerIds: [partner.id],
      customerNumbers: { [partner.id]: "K-1" },
    });
    const { id } = organization;
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      { subject: "organization", id, before: null, after: organization },
    ]);
    const renameAsBefore = (known: Organization) =>
      recordAll(store(), [
        { subject: "organization", id, before: known, after: { ...known, name: "Renamed" } },
      ]).then(() => null, refuseFault);
    const refused = await renameAsBefore({ ...organization, customerNumbers: {} });
    expect(refused?.code).toBe("database_busy");
    expect(await entriesAbout(store().database, [{ subject: "organization", id }])).toHaveLength(1);
    expect(await renameAsBefore(organization)).toBeNull();
    expect((await verifyLedger(store())).findings).toEqual([]);
  });
});
