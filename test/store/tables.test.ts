import { sql } from "kysely";
import { expect, test } from "vitest";
import { toInstant } from "../../src/instant.ts";
import { findBuildBySha256, listBuilds } from "../../src/store/tables/build-table.ts";
import { countOrganizationsServedBy } from "../../src/store/tables/organization-partner-table.ts";
import { findRelease, findReleaseByVersion } from "../../src/store/tables/release-table.ts";
import { listTokens } from "../../src/store/tables/token-table.ts";
import { eachDatabase } from "../support/each-database.ts";
import { change, recordAll } from "../support/recorded.ts";
import { aBuild, anOrganization, aPartner, aRelease, aToken, at, version } from "../support/records.ts";

const MOST_WEEKS = { automatic: null, latest: 4, slow: 12 } as const;

function isAllowed(cadence: keyof typeof MOST_WEEKS, weeks: number | null): boolean {
  const most = MOST_WEEKS[cadence];
  return weeks === null || most === null ? weeks === most : weeks >= 0 && weeks <= most;
}

eachDatabase("the tables", (store) => {
  const saveOrganization = async () => {
    const partner = aPartner();
    const organization = anOrganization({ partnerIds: [partner.id] });
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      { subject: "organization", id: organization.id, before: null, after: organization },
    ]);
  };

  test.each(["partners", "organizations", "organization_partners"])(
    "%s can hold no schedule outside R1, not even by hand",
    async (table) => {
      await saveOrganization();
      const set = (cadence: string | null, weeks: number | null, setBy: string | null = "{}") =>
        sql`update ${sql.table(table)} set cadence = ${cadence}, deferral_weeks = ${weeks},
          set_by = ${setBy}::jsonb, set_at = '2026-01-01T00:00:00Z'`.execute(store().database);
      const isRefused = { code: "23514" };
      for (const cadence of ["automatic", "latest", "slow"] as const) {
        for (const weeks of [null, -1, 0, 4, 5, 12, 13]) {
          if (isAllowed(cadence, weeks)) await set(cadence, weeks);
          else await expect(set(cadence, weeks), `${cadence} ${weeks}`).rejects.toMatchObject(isRefused);
        }
      }
      await expect(set("monthly", 1)).rejects.toMatchObject(isRefused);
      await expect(set(null, 1)).rejects.toMatchObject(isRefused);
      await expect(set(null, null)).rejects.toMatchObject(isRefused);
      await expect(set("automatic", null, null)).rejects.toMatchObject(isRefused);
    },
  );

  test("45.4 and 45.4.0.0 are the same release, also for the database", async () => {
    const release = aRelease("45.4");
    await recordAll(store(), [{ subject: "release", id: release.id, before: null, after: release }]);
    expect(await findReleaseByVersion(store().database, version("45.4.0.0"))).toEqual(release);
    expect(await findReleaseByVersion(store().database, version("45.4.1"))).toBeNull();
    const same = aRelease("45.4.0");
    const parts = [{ subject: "release", id: same.id, before: null, after: same }] as const;
    await expect(recordAll(store(), parts)).rejects.toMatchObject({ code: "23505" });
  });

  test("a release comes back as it was stored, with the largest numbers and the smallest fractions of time", async () => {
    const release = aRelease("45.9007199254740991.0.32313", {
      automaticAt: toInstant(Date.UTC(9999, 11, 31, 23, 59, 59, 999)),
      slowAt: at("0001-01-01"),
      rolloutDays: 0.5,
      critical: { reason: "sign-in fails", scope: "all" },
      notes: 'quotes " and \\ and é and 👍',
      state: "withdrawn",
    });
    await recordAll(store(), [{ subject: "release", id: release.id, before: null, after: release }]);
    expect(await findRelease(store().database, release.id)).toEqual(release);
  });

  test("the download list has the newest version first, with sizes beyond 4 GB exact (R22)", async () => {
    const [old, recent] = [aRelease("45.9"), aRelease("45.10")];
    const builds = [
      aBuild(old.id, { addedAt: at("2026-03-01") }),
      aBuild(recent.id, { sha256: "cd".repeat(32), proofs: { sha1: "ef".repeat(20) } }),
      aBuild(recent.id, { platform: "mac", format: "dmg", sha256: null, url: "https://example.org/a.dmg" }),
    ];
    await recordAll(store(), [
      ...[old, recent].map((after) => ({ subject: "release", id: after.id, before: null, after }) as const),
      ...builds.map((after) => ({ subject: "build", id: after.id, before: null, after }) as const),
    ]);
    const listed = await listBuilds(store().database, { platform: "win" });
    expect(listed).toEqual([
      { build: builds[1], release: recent },
      { build: builds[0], release: old },
    ]);
    expect(await listBuilds(store().database, {})).toHaveLength(3);
    expect(await findBuildBySha256(store().database, "cd".repeat(32))).toEqual(builds[1]);
    expect(await findBuildBySha256(store().database, "ef".repeat(32))).toBeNull();
  });

  test("the organizations a partner serves are counted", async () => {
    const [partner, other] = [aPartner(), aPartner()];
    const organizations = [1, 2, 3].map(() => anOrganization({ partnerIds: [partner.id] }));
    await recordAll(store(), [
      ...[partner, other].map(
        (after) => ({ subject: "partner", id: after.id, before: null, after }) as const,
      ),
      ...organizations.map(
        (after) => ({ subject: "organization", id: after.id, before: null, after }) as const,
      ),
    ]);
    expect(await countOrganizationsServedBy(store().database, partner.id)).toBe(3);
    expect(await countOrganizationsServedBy(store().database, other.id)).toBe(0);
  });

  test("tokens are listed by age, page by page, and by whom they stand for", async () => {
    const partnerId = aPartner().id;
    const tokens = [1, 2, 3, 4, 5].map((day) => {
      const token = aToken({ createdAt: at(`2026-01-0${day}`) });
      return day % 2
        ? token
        : { ...token, actor: { ...token.actor, partnerId, organizationIds: ["a", "b"] } };
    });
    await change(store(), async (one) => {
      for (const token of tokens) {
        await one.recordToken({ id: token.id, action: "create", after: token }, `hash of ${token.id}`);
      }
    });
    const first = await listTokens(store().database, { max: 3 });
    expect(first).toEqual(tokens.slice(0, 3));
    expect(await listTokens(store().database, { max: 3, after: first[2] })).toEqual(tokens.slice(3));
    expect(await listTokens(store().database, { max: 9, partnerId })).toEqual([tokens[1], tokens[3]]);
  });
});
