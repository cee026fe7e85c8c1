import { expect, test } from "vitest";
import { UNCONFIGURED_PARTNER } from "../../src/policy/settings.ts";
import { listEntries } from "../../src/store/ledger/list-entries.ts";
import { listPartners } from "../../src/store/tables/partner-table.ts";
import { listOrganizations } from "../../src/store/tables/scenes.ts";
import { listUsers } from "../../src/store/tables/user-table.ts";
import { eachDatabase } from "../support/each-database.ts";
import { change, recordAll } from "../support/recorded.ts";
import { anOrganization, aPartner, aToken, at, aUser, VENDOR } from "../support/records.ts";

const NAMES = ["Zebra", "apple", "Éclair", "Apple", "100% Juice", "under_score", "apple", "back\\slash"];
const IN_ORDER = ["100% Juice", "apple", "Apple", "apple", "back\\slash", "Éclair", "under_score", "Zebra"];

eachDatabase("a list", (store) => {
  const saveOrganizations = async () => {
    const partner = aPartner();
    const organizations = NAMES.map((name, index) =>
      anOrganization({ name, partnerIds: index % 2 ? [partner.id] : [] }),
    );
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      ...organizations.map(
        (after) => ({ subject: "organization", id: after.id, before: null, after }) as const,
      ),
    ]);
    return { partner, organizations };
  };

  test.each([1, 2, 3, 7, 100])(
    "is read whole in pages of %i: nothing twice, nothing left out, in the order of names",
    async (max) => {
      await saveOrganizations();
      const seen: { id: string; name: string }[] = [];
      for (;;) {
        const page = await listOrganizations(store().database, { max, after: seen.at(-1) });
        if (page.length === 0) break;
        seen.push(...page.map(({ organization }) => organization));
      }
      expect(seen.map((one) => one.name.toLowerCase())).toEqual(IN_ORDER.map((name) => name.toLowerCase()));
      expect(new Set(seen.map((one) => one.id)).size).toBe(NAMES.length);
    },
  );

  test.each([
    ["APP", ["apple", "apple", "apple"]],
    ["eclair", ["éclair"]],
    ["ÉCL", ["éclair"]],
    ["0%", ["100% juice"]],
    ["r_s", ["under_score"]],
    ["%", ["100% juice"]],
    ["k\\s", ["back\\slash"]],
    ["nobody", []],
  ])("finds %s inside names, whatever the case, and means it literally", async (q, expected) => {
    await saveOrganizations();
    const found = await listOrganizations(store().database, { q, max: 10 });
    expect(found.map(({ organization }) => organization.name.toLowerCase())).toEqual(expected);
  });

  test("of organizations can be limited to a partner's and to some ids, each with its partners", async () => {
    const { partner, organizations } = await saveOrganizations();
    const served = await listOrganizations(store().database, { partnerId: partner.id, max: 10 });
    const names = served.map((scene) => scene.organization.name);
    expect(names.sort()).toEqual(["Apple", "apple", "back\\slash", "under_score"]);
    expect(served.map((scene) => scene.partners)).toEqual(
      served.map(() => [{ partner, settings: UNCONFIGURED_PARTNER }]),
    );
    const ids = organizations.slice(0, 2).map((one) => one.id);
    const some = await listOrganizations(store().database, { ids, max: 10 });
    expect(new Set(some.map((scene) => scene.organization.id))).toEqual(new Set(ids));
    expect(await listOrganizations(store().database, { ids: [], max: 10 })).toEqual([]);
  });

  test("of partners has the same pages and search", async () => {
    const partners = ["Beta", "alpha", "Gamma"].map((name) => aPartner({ name }));
    await recordAll(
      store(),
      partners.map((after) => ({ subject: "partner", id: after.id, before: null, after })),
    );
    const names = async (page: Parameters<typeof listPartners>[1]) =>
      (await listPartners(store().database, page)).map(({ partner }) => partner.name);
    expect(await names({ max: 2 })).toEqual(["alpha", "Beta"]);
    expect(await names({ max: 2, after: { name: "Beta", id: partners[0]!.id } })).toEqual(["Gamma"]);
    expect(await names({ max: 9, q: "AM" })).toEqual(["Gamma"]);
  });

  test("of users is one organization's, and looks into names and addresses", async () => {
    const [here, there] = [anOrganization(), anOrganization()];
    const users = [
      aUser(here.id, { displayName: "Bea", email: "B.Jones@example.org" }),
      aUser(here.id, { displayName: "ann", email: "ann@example.org" }),
      aUser(there.id, { displayName: "Ann", email: "other@example.org" }),
    ];
    await recordAll(store(), [
      ...[here, there].map(
        (after) => ({ subject: "organization", id: after.id, before: null, after }) as const,
      ),
      ...users.map((after) => ({ subject: "user", id: after.id, before: null, after }) as const),
    ]);
    const names = async (page: Parameters<typeof listUsers>[2]) =>
      (await listUsers(store().database, here.id, page)).map(({ user }) => user.displayName);
    expect(await names({ max: 9 })).toEqual(["ann", "Bea"]);
    expect(await names({ max: 1, after: { name: "ann", id: users[1]!.id } })).toEqual(["Bea"]);
    expect(await names({ max: 9, q: "JONES@" })).toEqual(["Bea"]);
  });

  test("of the ledger has the newest first, and takes times, subjects, people and pages", async () => {
    const partners = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"].map(() => aPartner());
    for (const [index, after] of partners.entries()) {
      const now = at(`2026-01-0${index + 1}`);
      await recordAll(store(), [{ subject: "partner", id: after.id, before: null, after }], now);
    }
    const sequences = async (page: Partial<Parameters<typeof listEntries>[1]>) =>
      (await listEntries(store().database, { max: 100, ...page })).map((entry) => entry.sequence);
    expect(await sequences({})).toEqual([4, 3, 2, 1]);
    expect(await sequences({ max: 2, before: 4 })).toEqual([3, 2]);
    expect(await sequences({ from: at("2026-01-02"), to: at("2026-01-03") })).toEqual([3, 2]);
    expect(await sequences({ subjectIds: [partners[0]!.id, partners[3]!.id] })).toEqual([4, 1]);
    expect(await sequences({ subjects: ["release"] })).toEqual([]);
    expect(await sequences({ actorId: VENDOR.id })).toHaveLength(4);
    expect(await sequences({ actorId: partners[0]!.id })).toEqual([]);
  });

  test("of the ledger can be limited to what is about one organization: itself, its settings, its users", async () => {
    const [home, other] = [anOrganization(), anOrganization()];
    const [user, token] = [aUser(home.id), aToken({ actor: { ...VENDOR, organizationId: home.id } })];
    const saved = { allowAutomaticUpgrades: true, updatedAt: null, updatedBy: null };
    const settings = { own: null, partners: {}, legacy: null };
    await recordAll(store(), [
      { subject: "organization", id: other.id, before: null, after: other },
      { subject: "organization", id: home.id, before: null, after: home },
      { subject: "organization_settings", id: home.id, before: settings, after: settings },
      { subject: "user", id: user.id, before: null, after: user },
      { subject: "user_settings", id: user.id, organizationId: home.id, before: null, after: saved },
    ]);
    await change(store(), (one) => one.recordToken({ id: token.id, action: "create", after: token }, "hash"));
    await recordAll(store(), [{ subject: "user", id: user.id, before: user, after: null }]);
    const entries = await listEntries(store().database, { organizationId: home.id, max: 10 });
    expect(entries.map((entry) => entry.sequence)).toEqual([7, 6, 5, 4, 3, 2]);
  });
});
