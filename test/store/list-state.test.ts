import { expect, test } from "vitest";
import { pick, randomFrom } from "../../bench/random.ts";
import { isInState, LIST_STATES } from "../../src/policy/list-state.ts";
import { type PerOrganizationSettings, UNCONFIGURED_PARTNER } from "../../src/policy/settings.ts";
import { listOrganizations } from "../../src/store/tables/scenes.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, aPartner, at, aWord } from "../support/records.ts";

const SCHEDULES = ["automatic", "latest:0", "latest:4", "slow:0"];
const ORGANIZATIONS = 400;

/** Null as often as not. */
function maybeWord(random: () => number) {
  return random() < 0.5 ? null : aWord(pick(random, SCHEDULES));
}

/** Partners and organizations in every mixture of defaults, words, own schedules, older settings and locks. */
function mixture(random: () => number) {
  const partners = Array.from({ length: 4 }, (_, index) => aPartner({ name: `Partner ${index}` }));
  const defaults = partners.map(({ id }) => ({
    subject: "partner_settings" as const,
    id,
    before: UNCONFIGURED_PARTNER,
    after: {
      schedule: maybeWord(random),
      allowCustomerOverride: random() < 0.6,
      updatedAt: at("2026-01-01"),
      updatedBy: aWord("automatic").setBy,
    },
  }));
  const organizations = Array.from({ length: ORGANIZATIONS }, () =>
    anOrganization({ partnerIds: partners.map(({ id }) => id).filter(() => random() < 0.5) }),
  );
  const settings = organizations.map(({ id, partnerIds }) => {
    const words = partnerIds.flatMap((partnerId): [string, PerOrganizationSettings][] => {
      const schedule = random() < 0.3 ? maybeWord(random) : null;
      const allowCustomerOverride = random() < 0.3 ? random() < 0.5 : null;
      return schedule || allowCustomerOverride !== null
        ? [[partnerId, { schedule, allowCustomerOverride }]]
        : [];
    });
    const isLegacy = random() < 0.2;
    const after = {
      own: !isLegacy && random() < 0.25 ? aWord(pick(random, SCHEDULES)) : null,
      partners: Object.fromEntries(words),
      legacy: isLegacy ? ({ frequency: "one_month", weeks: 9, setAt: at("2026-01-01") } as const) : null,
    };
    return { subject: "organization_settings" as const, id, before: null, after };
  });
  return [
    ...partners.map((after) => ({ subject: "partner" as const, id: after.id, before: null, after })),
    ...defaults,
    ...organizations.map((after) => ({
      subject: "organization" as const,
      id: after.id,
      before: null,
      after,
    })),
    ...settings,
  ];
}

eachDatabase("a list of organizations", (store) => {
  test.each([1, 2])(
    "limited to a state has exactly those that the policy says are in it (mixture %i)",
    async (seed) => {
      await recordAll(store(), mixture(randomFrom(seed)));
      const all = await listOrganizations(store().database, { max: ORGANIZATIONS });
      expect(all).toHaveLength(ORGANIZATIONS);
      for (const state of LIST_STATES) {
        const listed = await listOrganizations(store().database, { state, max: ORGANIZATIONS });
        const expected = all.filter((scene) => isInState(scene, state));
        expect(expected.length, state).toBeGreaterThan(20);
        expect(listed, state).toEqual(expected);
      }
    },
  );
});
