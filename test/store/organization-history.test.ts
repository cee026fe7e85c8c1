import { expect, test } from "vitest";
import { foldHistory } from "../../src/policy/history.ts";
import { deferralOf } from "../../src/policy/schedule.ts";
import { loadOrganizationHistory } from "../../src/store/ledger/load-organization-history.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, aPartner, at, aUser, aWord, defaultOf } from "../support/records.ts";

eachDatabase("the history of an organization", (store) => {
  const load = (id: string, userId: string | null = null) =>
    loadOrganizationHistory(store().database, id, userId);

  const savePartner = async (written: string, name = "Alpha") => {
    const partner = aPartner({ name });
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      { subject: "partner_settings", id: partner.id, before: null, after: defaultOf(written) },
    ]);
    return partner;
  };
  const saveOrganization = async (partnerIds: string[], day = "2026-01-10") => {
    const organization = anOrganization({ partnerIds });
    await recordAll(
      store(),
      [{ subject: "organization", id: organization.id, before: null, after: organization }],
      at(day),
    );
    return organization;
  };

  test("begins with one moment under the partner's default as it stood, which is no change (R15)", async () => {
    const partner = await savePartner("slow:3");
    const organization = await saveOrganization([partner.id]);
    const { moments, names } = await load(organization.id);
    expect(moments).toHaveLength(1);
    const past = foldHistory(moments, at("2026-01-10"));
    expect(past.organization?.standing).toEqual({
      schedule: { cadence: "slow", deferralWeeks: 3 },
      hold: null,
    });
    expect(names.get(partner.id)).toBe("Alpha");
    expect(names.get(organization.id)).toBe(organization.name);
  });

  test("has one moment for an organization created together with its settings", async () => {
    const organization = anOrganization();
    const after = { own: aWord("slow:1"), partners: {}, legacy: null };
    const user = aUser(organization.id);
    await recordAll(store(), [
      { subject: "organization", id: organization.id, before: null, after: organization },
      { subject: "organization_settings", id: organization.id, before: null, after },
      { subject: "user", id: user.id, before: null, after: user },
    ]);
    const { moments } = await load(organization.id);
    expect(moments).toHaveLength(1);
    expect(moments[0]).toMatchObject({ change: 1, entries: [{ sequence: 1 }, { sequence: 2 }] });
    expect(foldHistory(moments, at("2026-02-01")).organization?.standing.hold).toBeNull();
  });

  test("has a moment for each later edit of a serving partner's default, with the entry that made it", async () => {
    const [partner, stranger] = [await savePartner("latest:1"), await savePartner("latest:1", "Stranger")];
    const organization = await saveOrganization([partner.id]);
    const edit = (id: string, written: string, day: string) =>
      recordAll(
        store(),
        [{ subject: "partner_settings", id, before: defaultOf("latest:1"), after: defaultOf(written) }],
        at(day),
      );
    await edit(partner.id, "slow:2", "2026-02-01");
    await edit(stranger.id, "slow:9", "2026-02-02");
    const { moments, names } = await load(organization.id);
    expect(moments.map((moment) => moment.at)).toEqual([at("2026-01-10"), at("2026-02-01")]);
    expect(moments[1]?.entries).toMatchObject([{ subject: "partner_settings", id: partner.id }]);
    expect(foldHistory(moments, at("2026-02-01")).organization?.standing.hold?.since).toBe(at("2026-02-01"));
    expect(foldHistory(moments, at("2026-01-31")).organization?.standing.hold).toBeNull();
    expect([...names.values()]).not.toContain("Stranger");
  });

  test("knows what a partner had set before it came to serve, and after it left", async () => {
    const [first, second] = [await savePartner("slow:1"), await savePartner("latest:4", "Beta")];
    const before = await saveOrganization([first.id]);
    const after = { ...before, partnerIds: [second.id] };
    await recordAll(store(), [{ subject: "organization", id: before.id, before, after }], at("2026-02-01"));
    await recordAll(
      store(),
      [{ subject: "partner_settings", id: first.id, before: defaultOf("slow:1"), after: null }],
      at("2026-02-02"),
    );
    const { moments, names } = await load(before.id);
    const schedules = moments.map(
      ({ at: until }) => foldHistory(moments, until).organization?.standing.schedule,
    );
    expect(schedules).toEqual([
      { cadence: "slow", deferralWeeks: 1 },
      { cadence: "latest", deferralWeeks: 4 },
    ]);
    expect(names.get(second.id)).toBe("Beta");
  });

  test("ends with a moment in which it does not exist", async () => {
    const organization = await saveOrganization([]);
    await recordAll(
      store(),
      [{ subject: "organization", id: organization.id, before: organization, after: null }],
      at("2026-03-01"),
    );
    const { moments } = await load(organization.id);
    expect(moments.map((moment) => moment.cascade === null)).toEqual([false, true]);
    expect(foldHistory(moments, at("2026-03-01")).organization).toBeNull();
  });

  test("of one that never existed is empty", async () => {
    expect((await load(anOrganization().id)).moments).toEqual([]);
  });

  test("follows the asked user's switch; a user of another organization is as good as none (R11)", async () => {
    const [home, elsewhere] = [await saveOrganization([]), await saveOrganization([])];
    const own = { own: aWord("slow:2"), partners: {}, legacy: null };
    const user = aUser(home.id);
    const on = { allowAutomaticUpgrades: true, updatedAt: at("2026-01-12"), updatedBy: null };
    await recordAll(
      store(),
      [
        { subject: "organization_settings", id: home.id, before: null, after: own },
        { subject: "user", id: user.id, before: null, after: user },
      ],
      at("2026-01-11"),
    );
    await recordAll(
      store(),
      [{ subject: "user_settings", id: user.id, organizationId: home.id, before: null, after: on }],
      at("2026-01-12"),
    );
    const { moments, names } = await load(home.id, user.id);
    expect(moments.map((moment) => moment.allowAutomaticUpgrades)).toEqual([null, false, true]);
    const past = foldHistory(moments, at("2026-01-12"));
    expect(past.user?.standing.schedule).toEqual({ cadence: "automatic" });
    expect(past.organization && deferralOf(past.organization.standing.schedule)).toBe(2);
    expect(names.get(user.id)).toBe(user.displayName);
    const other = await load(elsewhere.id, user.id);
    expect(other.moments.map((moment) => moment.allowAutomaticUpgrades)).toEqual([null]);
  });
});
