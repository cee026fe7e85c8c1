import { describe, expect, test } from "vitest";
import { endsWith, mayTakeRights } from "../../../src/api/events/ended-by.ts";
import type { EntryOf, LedgerEntry } from "../../../src/ledger/entry.ts";
import type { Subject } from "../../../src/ledger/subject.ts";
import type { Actor } from "../../../src/tenancy/actor.ts";
import { anAdministrator, anOrganization, aToken, at, VENDOR } from "../../support/records.ts";

const START = at("2026-03-01");

function entry<S extends Subject>(
  subject: S,
  id: string,
  { before, after }: Pick<EntryOf<S>, "before" | "after">,
): LedgerEntry {
  const { displayName, role } = VENDOR;
  const by = { actor: { id: VENDOR.id, displayName, role }, action: "any", at: START };
  const place = { sequence: 1, change: 1, organizationId: null, previousHash: "", hash: "" };
  return { ...by, ...place, subject, id, before, after } as unknown as LedgerEntry;
}

const maker = anAdministrator({ role: "partner_full_admin", partnerId: "alpha" });
const customer = anOrganization({ partnerIds: ["alpha", "beta"] });
const scope = { role: "organization_full_admin", organizationId: customer.id } as const;
const actor: Actor = { ...VENDOR, ...scope, id: "token-below" };
const above = aToken({ id: "token-above", actor: { ...maker, id: "token-above" } });
const caller = { actor, session: null, sponsorIds: [above.id, maker.id] };
const inSession = { actor: { ...actor, id: "somebody" }, session: null, sponsorIds: [] };

describe("a stream of a token ends with an entry that", () => {
  test.each<[string, LedgerEntry]>([
    [
      "demotes its maker",
      entry("administrator", maker.id, { before: maker, after: { ...maker, role: "partner_read_only" } }),
    ],
    [
      "narrows its maker",
      entry("administrator", maker.id, { before: maker, after: { ...maker, organizationIds: [] } }),
    ],
    [
      "disables its maker",
      entry("administrator", maker.id, { before: maker, after: { ...maker, disabledAt: START } }),
    ],
    ["removes its maker", entry("administrator", maker.id, { before: maker, after: null })],
    ["removes a token above it", entry("token", above.id, { before: above, after: null })],
    [
      "takes a partner off its customer",
      entry("organization", customer.id, { before: customer, after: { ...customer, partnerIds: ["beta"] } }),
    ],
  ])("%s; one of a session does not", (_what, one) => {
    expect(mayTakeRights(one)).toBe(true);
    expect(endsWith(caller, one)).toBe(true);
    expect(endsWith(inSession, one)).toBe(false);
  });

  test.each<[string, LedgerEntry]>([
    [
      "renames its maker",
      entry("administrator", maker.id, { before: maker, after: { ...maker, displayName: "M" } }),
    ],
    ["demotes somebody else", entry("administrator", "other", { before: maker, after: null })],
    [
      "renames its customer",
      entry("organization", customer.id, { before: customer, after: { ...customer, name: "N" } }),
    ],
    [
      "adds a partner to its customer",
      entry("organization", customer.id, {
        before: customer,
        after: { ...customer, partnerIds: ["alpha", "beta", "c"] },
      }),
    ],
    [
      "takes a partner off another customer",
      entry("organization", "other", { before: customer, after: null }),
    ],
  ])("not: %s", (_what, one) => {
    expect(endsWith(caller, one)).toBe(false);
  });
});
