import { describe, expect, test } from "vitest";
import { openImport } from "../../../src/api/shares/import-share.ts";
import { Shares } from "../../../src/api/shares/shares.ts";
import type { Actor } from "../../../src/tenancy/actor.ts";
import { DEFAULT_QUOTAS } from "../../../src/tenancy/quota.ts";

describe("a share", () => {
  const shares = () => new Shares({ ...DEFAULT_QUOTAS, address_hashes: 3, server_import_bytes: 10 });

  test("is given back whole and once, and counts for whose it is", () => {
    const all = shares();
    const taken = all.take("address_hashes", "a", 2);
    if (!taken.ok) throw new Error(taken.error.message);
    expect(taken.value.grow(2)).toMatchObject({ ok: false, error: { code: "quota_reached" } });
    expect(taken.value.grow(1).ok).toBe(true);
    expect(all.take("address_hashes", "a").ok).toBe(false);
    expect(all.take("address_hashes", "b", 3).ok).toBe(true);
    taken.value.release();
    taken.value.release();
    expect(all.take("address_hashes", "a", 3).ok).toBe(true);
    expect(all.take("address_hashes", "a").ok).toBe(false);
  });

  test("of an import is one for each customer and partner, and the vendor is bounded in bytes alone", () => {
    const all = shares();
    const nobody = {
      id: "1",
      displayName: "One",
      partnerId: null,
      organizationId: null,
      organizationIds: null,
    };
    const customer: Actor = { ...nobody, role: "organization_full_admin", organizationId: "o" };
    const partner: Actor = { ...nobody, role: "partner_admin", partnerId: "o" };
    const vendor: Actor = { ...nobody, role: "vendor_admin" };
    const first = openImport(all, customer);
    expect([first.ok, openImport(all, { ...customer, id: "2" }).ok]).toEqual([true, false]);
    expect([openImport(all, partner).ok, openImport(all, partner).ok]).toEqual([true, false]);
    const [one, two] = [openImport(all, vendor), openImport(all, vendor)];
    if (!one.ok || !two.ok || !first.ok) throw new Error("refused");
    expect([one.value.grow(6).ok, two.value.grow(5).ok, two.value.grow(4).ok]).toEqual([true, false, true]);
    one.value.release();
    expect(two.value.grow(6).ok).toBe(true);
    first.value.release();
    expect(openImport(all, customer).ok).toBe(true);
  });
});
