import { describe, expect, test } from "vitest";
import { type Actor, ROLES, type Role } from "../../src/tenancy/actor.ts";
import { ACTIONS, may, seesOrganization, seesPartner } from "../../src/tenancy/permission.ts";
import { presentRights, rightsWithin } from "../../src/tenancy/present-rights.ts";

const actor = (role: Role, scope: Partial<Actor> = {}): Actor => ({
  id: role,
  displayName: role,
  role,
  partnerId: null,
  organizationId: null,
  organizationIds: null,
  ...scope,
});

const PARTNERS = ["alpha", "beta"];
const CUSTOMERS = [
  { id: "acme", partnerIds: ["alpha"] },
  { id: "shared", partnerIds: ["alpha", "beta"] },
  { id: "foreign", partnerIds: ["beta"] },
  { id: "alone", partnerIds: [] },
];

/** Every role in every scope of the small world. */
const EVERYBODY: readonly Actor[] = ROLES.flatMap((role) => {
  if (role === "vendor_admin") return [actor(role)];
  if (role.startsWith("organization")) return CUSTOMERS.map(({ id }) => actor(role, { organizationId: id }));
  const limits = [null, ["acme"], ["acme", "shared"], []];
  return PARTNERS.flatMap((partnerId) =>
    limits.map((organizationIds) => actor(role, { partnerId, organizationIds })),
  );
});

const servedBy = ({ organizationId }: Actor) =>
  CUSTOMERS.find(({ id }) => id === organizationId)?.partnerIds ?? [];

describe("the rights of one within those of another", () => {
  const together = EVERYBODY.flatMap((held) => EVERYBODY.map((limit) => ({ held, limit }))).flatMap(
    (pair) => {
      const rights = rightsWithin(pair.held, pair.limit, servedBy(pair.held));
      return rights ? [{ ...pair, rights }] : [];
    },
  );

  test("are never more than either has: not an action, not a partner, not a customer", () => {
    expect(together.length).toBeGreaterThan(300);
    for (const { held, limit, rights } of together) {
      const both = (does: (one: Actor) => boolean) => !does(rights) || (does(held) && does(limit));
      const wrong = [
        ...ACTIONS.filter((action) => !both((one) => may(one, action))),
        ...CUSTOMERS.filter((customer) => !both((one) => seesOrganization(one, customer))),
        ...PARTNERS.filter((id) => !both((one) => seesPartner(one, id))),
      ];
      expect(wrong, JSON.stringify([held, limit])).toEqual([]);
    }
  });

  test("are one's own within oneself, and within the vendor", () => {
    for (const held of EVERYBODY.filter((one) => one.role !== "partner_admin" || one.organizationIds)) {
      expect(rightsWithin(held, held, servedBy(held))).toEqual(held);
      expect(rightsWithin(held, actor("vendor_admin"), servedBy(held))).toEqual(held);
    }
  });

  test.each<[string, Actor, Actor, Partial<Actor> | null]>([
    [
      "a full administrator by a reader: a reader",
      actor("partner_full_admin", { partnerId: "alpha" }),
      actor("partner_read_only", { partnerId: "alpha" }),
      { role: "partner_read_only", partnerId: "alpha", organizationIds: null },
    ],
    [
      "all customers by some: these",
      actor("partner_full_admin", { partnerId: "alpha" }),
      actor("partner_admin", { partnerId: "alpha", organizationIds: ["acme"] }),
      { role: "partner_admin", organizationIds: ["acme"] },
    ],
    [
      "some customers by others: those of both",
      actor("partner_admin", { partnerId: "alpha", organizationIds: ["acme", "shared"] }),
      actor("partner_admin", { partnerId: "alpha", organizationIds: ["shared", "other"] }),
      { organizationIds: ["shared"] },
    ],
    [
      "a customer's full administrator by a partner's reader: a reader",
      actor("organization_full_admin", { organizationId: "acme" }),
      actor("partner_read_only", { partnerId: "alpha" }),
      { role: "organization_read_only", organizationId: "acme", organizationIds: null },
    ],
    [
      "a reader of the audit by a help desk, which does not read it: nothing",
      actor("organization_read_only", { organizationId: "acme" }),
      actor("partner_help_desk", { partnerId: "alpha" }),
      null,
    ],
    [
      "a customer's by a partner that does not serve it: nothing",
      actor("organization_full_admin", { organizationId: "acme" }),
      actor("partner_full_admin", { partnerId: "beta" }),
      null,
    ],
    [
      "one partner's by another's: nothing",
      actor("partner_read_only", { partnerId: "alpha" }),
      actor("partner_full_admin", { partnerId: "beta" }),
      null,
    ],
    [
      "the vendor's by a partner: nothing",
      actor("vendor_admin"),
      actor("partner_full_admin", { partnerId: "alpha" }),
      null,
    ],
    [
      "a partner's by its customer: nothing",
      actor("partner_read_only", { partnerId: "alpha" }),
      actor("organization_full_admin", { organizationId: "acme" }),
      null,
    ],
  ])("%s", (_what, held, limit, expected) => {
    const rights = rightsWithin(held, limit, servedBy(held));
    if (expected === null) expect(rights).toBeNull();
    else expect(rights).toMatchObject(expected);
  });
});

describe("the rights in a chain", () => {
  const reader = actor("partner_read_only", { partnerId: "alpha" });
  const full = actor("partner_full_admin", { partnerId: "alpha" });

  test("are limited by each sponsor above, however far", () => {
    expect(presentRights([full, full, full, reader], [])?.role).toBe("partner_read_only");
    expect(presentRights([full, reader, full], [])?.role).toBe("partner_read_only");
    expect(presentRights([full], [])).toEqual(full);
  });

  test("are none if one of them is gone, wherever it stood", () => {
    for (const chain of [[null], [full, null], [full, null, full], [null, full], [full, full, null]]) {
      expect(presentRights(chain, [])).toBeNull();
    }
    expect(presentRights([], [])).toBeNull();
  });
});
