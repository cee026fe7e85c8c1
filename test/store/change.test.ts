import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { err, ok, refuse } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { entriesAbout, entriesAfter, ledgerHead } from "../../src/store/ledger/ledger-table.ts";
import { findPartner } from "../../src/store/tables/partner-table.ts";
import { findScene } from "../../src/store/tables/scenes.ts";
import { findTokenChain } from "../../src/store/tables/sponsor-table.ts";
import { findTokens } from "../../src/store/tables/token-table.ts";
import { findUser } from "../../src/store/tables/user-table.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { eachDatabase } from "../support/each-database.ts";
import { change, recordAll } from "../support/recorded.ts";
import { anOrganization, aPartner, aToken, at, aUser, aWord, defaultOf, VENDOR } from "../support/records.ts";

const BY = { actor: VENDOR, now: at("2026-01-01") };

eachDatabase("a change", (store) => {
  test("writes the state and its ledger entry together, with who, when, before and after (R26)", async () => {
    const partner = aPartner();
    const renamed = { ...partner, name: "Beta Telecom" };
    await recordAll(store(), [{ subject: "partner", id: partner.id, before: null, after: partner }]);
    await recordAll(
      store(),
      [{ subject: "partner", id: partner.id, action: "rename", before: partner, after: renamed }],
      at("2026-01-02"),
    );
    expect((await findPartner(store().database, partner.id))?.partner).toEqual(renamed);
    const [, entry] = await entriesAbout(store().database, [{ subject: "partner", id: partner.id }]);
    expect(entry).toMatchObject({
      sequence: 2,
      change: 2,
      action: "rename",
      subject: "partner",
      id: partner.id,
      at: at("2026-01-02"),
      before: partner,
      after: renamed,
      actor: { id: VENDOR.id, displayName: VENDOR.displayName, role: VENDOR.role },
    });
    expect(Object.keys(entry?.actor ?? {}).sort()).toEqual(["displayName", "id", "role"]);
  });

  test("that is refused changes nothing (R26)", async () => {
    const partner = aPartner();
    const result = await changeStore(store(), BY, async (one) => {
      await one.record({
        subject: "partner",
        id: partner.id,
        action: "create",
        before: null,
        after: partner,
      });
      return err(refuse("not_allowed", "Not today."));
    });
    expect(result).toEqual(err({ code: "not_allowed", message: "Not today." }));
    expect(await findPartner(store().database, partner.id)).toBeNull();
    expect(await ledgerHead(store().database)).toMatchObject({ sequence: 0 });
  });

  test("in which a bug throws changes nothing, and the bug is thrown on", async () => {
    const partner = aPartner();
    const bug = new Error("a bug");
    const running = changeStore(store(), BY, async (one) => {
      await one.record({
        subject: "partner",
        id: partner.id,
        action: "create",
        before: null,
        after: partner,
      });
      throw bug;
    });
    await expect(running).rejects.toBe(bug);
    expect(await findPartner(store().database, partner.id)).toBeNull();
    expect(await ledgerHead(store().database)).toMatchObject({ sequence: 0 });
  });

  test("that the database refuses is thrown on, and the next one works", async () => {
    const organization = anOrganization({ partnerIds: [aPartner().id] });
    const parts = [
      { subject: "organization", id: organization.id, before: null, after: organization },
    ] as const;
    await expect(recordAll(store(), parts)).rejects.toThrow(/foreign key/);
    const alone = { ...organization, partnerIds: [] };
    await recordAll(store(), [{ subject: "organization", id: alone.id, before: null, after: alone }]);
    expect(await findScene(store().database, alone.id)).not.toBeNull();
  });

  test("of something that is not there throws, for its `before` was wrong", async () => {
    const partner = aPartner();
    const parts = [{ subject: "partner", id: partner.id, before: partner, after: partner }] as const;
    await expect(recordAll(store(), parts)).rejects.toThrow(/0 rows/);
  });

  test("that records nothing leaves the ledger as it was", async () => {
    expect(await changeStore(store(), BY, async () => ok("read only"))).toEqual(ok("read only"));
    expect(await ledgerHead(store().database)).toMatchObject({ sequence: 0 });
  });

  test("waits for the one before it, and sees what that one wrote", async () => {
    const partner = aPartner();
    await recordAll(store(), [{ subject: "partner", id: partner.id, before: null, after: partner }]);
    const addLetter = (letter: string) =>
      change(store(), async (one) => {
        const before = (await findPartner(one.database, partner.id))?.partner ?? null;
        await sleep(30);
        const after = { ...partner, name: `${before?.name}${letter}` };
        return one.record({ subject: "partner", id: partner.id, action: "rename", before, after });
      });
    await Promise.all(["a", "b", "c", "d"].map(addLetter));
    const found = await findPartner(store().database, partner.id);
    expect(found?.partner.name).toHaveLength(partner.name.length + 4);
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("takes its place in the ledger in the order of the commits", async () => {
    const seen: number[] = [];
    const follower = (async () => {
      while ((seen.at(-1) ?? 0) < 60) {
        const entries = await entriesAfter(store().database, seen.at(-1) ?? 0, 100);
        seen.push(...entries.map((entry) => entry.sequence));
      }
    })();
    const partners = Array.from({ length: 60 }, () => aPartner());
    await Promise.all(
      partners.map((after) =>
        recordAll(store(), [{ subject: "partner", id: after.id, before: null, after }]),
      ),
    );
    await follower;
    expect(seen).toEqual(partners.map((_, index) => index + 1));
  });

  test("is never dated before the one before it, whatever the clock says", async () => {
    const [first, second] = [aPartner(), aPartner()];
    const record = (after: typeof first, now: string) =>
      recordAll(store(), [{ subject: "partner", id: after.id, before: null, after }], at(now));
    await record(first, "2026-03-01");
    await record(second, "2026-02-01");
    const entries = await entriesAfter(store().database, 0, 10);
    expect(entries.map((entry) => entry.at)).toEqual([at("2026-03-01"), at("2026-03-01")]);
  });

  test("groups its entries under the sequence of the first", async () => {
    const partners = [aPartner(), aPartner(), aPartner()];
    const parts = partners.map(
      (after) => ({ subject: "partner", id: after.id, before: null, after }) as const,
    );
    await recordAll(store(), parts.slice(0, 1));
    await recordAll(store(), parts.slice(1));
    const entries = await entriesAfter(store().database, 0, 10);
    expect(entries.map((entry) => [entry.sequence, entry.change])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
  });

  test("of many hundred entries is one change, whole", async () => {
    const partners = Array.from({ length: 1_203 }, () => aPartner());
    const head = await recordAll(
      store(),
      partners.map((after) => ({ subject: "partner", id: after.id, before: null, after })),
    );
    expect(await ledgerHead(store().database)).toMatchObject(head);
    expect(await verifyLedger(store())).toMatchObject({ findings: [], count: 1_203, head });
  });

  test("keeps every record whole: settings, words of partners, older settings, users, tokens", async () => {
    const partner = aPartner();
    const organization = anOrganization({ partnerIds: [partner.id] });
    const user = aUser(organization.id);
    const settings = {
      own: aWord("slow:12"),
      partners: { [partner.id]: { schedule: aWord("latest:0"), allowCustomerOverride: false } },
      legacy: { frequency: "three_months", weeks: 2.5, setAt: at("2025-01-01") } as const,
    };
    const userSettings = { allowAutomaticUpgrades: true, updatedAt: at("2026-01-01"), updatedBy: null };
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      { subject: "partner_settings", id: partner.id, before: null, after: defaultOf("automatic") },
      { subject: "organization", id: organization.id, before: null, after: organization },
      { subject: "organization_settings", id: organization.id, before: null, after: settings },
      { subject: "user", id: user.id, before: null, after: user },
      {
        subject: "user_settings",
        id: user.id,
        organizationId: organization.id,
        before: null,
        after: userSettings,
      },
    ]);
    expect(await findScene(store().database, organization.id)).toEqual({
      organization,
      settings,
      partners: [{ partner, settings: defaultOf("automatic") }],
    });
    expect(await findUser(store().database, user.id)).toEqual({ user, settings: userSettings });
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("of settings to nothing leaves them as if nobody had set them", async () => {
    const partner = aPartner();
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      { subject: "partner_settings", id: partner.id, before: null, after: defaultOf("slow:3") },
      { subject: "partner_settings", id: partner.id, before: defaultOf("slow:3"), after: null },
    ]);
    expect((await findPartner(store().database, partner.id))?.settings.schedule).toBeNull();
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("that removes a partner from an organization must take its word first (R10)", async () => {
    const partner = aPartner();
    const before = anOrganization({ partnerIds: [partner.id] });
    const after = { ...before, partnerIds: [] };
    const silent = { own: null, partners: {}, legacy: null };
    const word = { schedule: aWord("latest:1"), allowCustomerOverride: null };
    const settings = { own: null, partners: { [partner.id]: word }, legacy: null };
    await recordAll(store(), [
      { subject: "partner", id: partner.id, before: null, after: partner },
      { subject: "organization", id: before.id, before: null, after: before },
      { subject: "organization_settings", id: before.id, before: null, after: settings },
    ]);
    const leave = { subject: "organization", id: before.id, before, after } as const;
    await expect(recordAll(store(), [leave])).rejects.toThrow(/leaving partner without a word/);
    await recordAll(store(), [
      { subject: "organization_settings", id: before.id, before: settings, after: silent },
      leave,
    ]);
    expect(await findScene(store().database, before.id)).toMatchObject({ settings: silent, partners: [] });
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("of a token keeps the hash of its secret beside the ledger, not in it", async () => {
    const token = aToken();
    await change(store(), (one) =>
      one.recordToken({ id: token.id, action: "create", after: token }, "5ec2e7"),
    );
    expect(await findTokens(store().database, [token.id])).toEqual([token]);
    expect((await findTokenChain(store().database, "5ec2e7", BY.now))?.ids[0]).toBe(token.id);
    expect(JSON.stringify(await entriesAfter(store().database, 0, 10))).not.toContain("5ec2e7");
    await recordAll(store(), [{ subject: "token", id: token.id, before: token, after: null }]);
    expect(await findTokenChain(store().database, "5ec2e7", BY.now)).toBeNull();
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("wakes whoever listens to the ledger, once it is committed", async () => {
    let wakes = 0;
    const stop = await store().listen(() => {
      wakes += 1;
    });
    const partner = aPartner();
    await recordAll(store(), [{ subject: "partner", id: partner.id, before: null, after: partner }]);
    await expect.poll(() => wakes).toBe(1);
    await stop();
    const other = aPartner();
    await recordAll(store(), [{ subject: "partner", id: other.id, before: null, after: other }]);
    await sleep(50);
    expect(wakes).toBe(1);
  });
});
