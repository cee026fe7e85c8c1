import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { toInstant } from "../../src/instant.ts";
import { countAccountAttempt, forgetAccountAttempts } from "../../src/store/tables/account-attempt-table.ts";
import {
  findAccountByEmail,
  findAdministrator,
  hasAdministrators,
  hasOtherVendorAdministrator,
  listAdministrators,
} from "../../src/store/tables/administrator-table.ts";
import {
  deleteSessionsOf,
  findSessionByHash,
  insertSession,
  listSessions,
  type NewSession,
  touchSession,
} from "../../src/store/tables/session-table.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import type { Administrator } from "../../src/tenancy/administrator.ts";
import { eachDatabase } from "../support/each-database.ts";
import { change, recordAll } from "../support/recorded.ts";
import { anAdministrator, anOrganization, aPartner, at, VENDOR } from "../support/records.ts";

const START = at("2026-03-01");

function aSession(actor: Administrator, change: Partial<NewSession> = {}): NewSession {
  const client = { userAgent: "test", address: "203.0.113.7" };
  const person = { actor, administratorId: actor.id, passwordChangeNeeded: false, ...client };
  const times = { createdAt: START, lastUsedAt: START, expiresAt: at("2026-03-08") };
  return { id: randomUUID(), ...person, ...times, ...change };
}

/** A session as it is read: of the address only the network is kept. */
function asFound({ address: _, ...session }: NewSession) {
  return {
    ...session,
    network: "203.0.113.0/24",
    hasSecondFactor: false,
    provedAt: session.createdAt,
  };
}

eachDatabase("people", (store) => {
  const enter = async (...people: readonly Administrator[]) => {
    await change(store(), async (one) => {
      for (const after of people) {
        const recorded = { id: after.id, action: "create", before: null, after };
        await one.recordAccount(recorded, { hash: `hash of ${after.id}`, isOneTime: true });
      }
    });
  };

  test("are tried so many times, however many tries are at the same time, and again when the time is over", async () => {
    const person = anAdministrator();
    await enter(person);
    const attempt = { administratorId: person.id, kind: "code" } as const;
    const bounds = { windowMs: 3_600_000, most: 3 };
    const { database } = store();
    const waits = await Promise.all(
      Array.from({ length: 5 }, () => countAccountAttempt(database, attempt, bounds, START)),
    );
    expect(waits.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 3_600_000, 3_600_000]);
    const later = toInstant(START + 3_599_000);
    expect(await countAccountAttempt(database, attempt, bounds, later)).toBe(1000);
    expect(await countAccountAttempt(database, { ...attempt, kind: "password" }, bounds, later)).toBe(0);
    expect(await countAccountAttempt(database, attempt, bounds, toInstant(START + 3_600_000))).toBe(0);
    await forgetAccountAttempts(database, attempt);
    expect(await countAccountAttempt(database, attempt, { ...bounds, most: 1 }, later)).toBe(0);
  });

  test("come back as they were stored, and by their address in any case, with their password", async () => {
    const person = anAdministrator({
      organizationIds: ["b", "a"],
      disabledAt: at("2026-03-02T01:02:03.456Z"),
    });
    expect(await hasAdministrators(store().database)).toBe(false);
    await enter(person);
    expect(await hasAdministrators(store().database)).toBe(true);
    expect(await findAdministrator(store().database, person.id)).toEqual(person);
    expect(await findAccountByEmail(store().database, ` ${person.email.toUpperCase()}`)).toEqual({
      administrator: person,
      password: { hash: `hash of ${person.id}`, isOneTime: true },
    });
  });

  test("keep their password when something else changes, and it is not in the ledger, which is whole", async () => {
    const person = anAdministrator();
    await enter(person);
    const after = { ...person, displayName: "Ada Lovelace" };
    await recordAll(store(), [{ subject: "administrator", id: person.id, before: person, after }]);
    const account = await findAccountByEmail(store().database, person.email);
    expect(account).toEqual({
      administrator: after,
      password: { hash: `hash of ${person.id}`, isOneTime: true },
    });
    const ledger = await store().database.selectFrom("ledger").selectAll().execute();
    expect(JSON.stringify(ledger)).not.toContain("hash of");
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("without a password cannot be stored", async () => {
    const after = anAdministrator();
    const parts = [{ subject: "administrator", id: after.id, before: null, after }] as const;
    await expect(recordAll(store(), parts)).rejects.toThrow("has no password");
  });

  test("have addresses that differ in more than their case", async () => {
    const person = anAdministrator({ email: "ada@example.org" });
    await enter(person);
    await expect(enter(anAdministrator({ email: "ADA@example.org" }))).rejects.toMatchObject({
      code: "23505",
    });
  });

  test("of the vendor count as another only when they may sign in", async () => {
    const [one, other] = [anAdministrator(), anAdministrator({ disabledAt: START })];
    await enter(one, other, anAdministrator({ role: "partner_full_admin", partnerId: "p" }));
    expect(await hasOtherVendorAdministrator(store().database, one.id, START)).toBe(false);
    expect(await hasOtherVendorAdministrator(store().database, other.id, START)).toBe(true);
  });

  test("are listed within the subtree of who asks", async () => {
    const [partner, rival] = [aPartner(), aPartner()];
    const [served, foreign] = [
      anOrganization({ partnerIds: [partner.id] }),
      anOrganization({ partnerIds: [rival.id] }),
    ];
    await recordAll(store(), [
      ...[partner, rival].map(
        (after) => ({ subject: "partner", id: after.id, before: null, after }) as const,
      ),
      ...[served, foreign].map(
        (after) => ({ subject: "organization", id: after.id, before: null, after }) as const,
      ),
    ]);
    const of = (displayName: string, place: Partial<Administrator>) =>
      anAdministrator({ displayName, ...place });
    await enter(
      of("1 vendor", {}),
      of("2 partner", { role: "partner_full_admin", partnerId: partner.id }),
      of("3 assigned", { role: "partner_admin", partnerId: partner.id, organizationIds: [served.id] }),
      of("4 customer", { role: "organization_read_only", organizationId: served.id }),
      of("5 rival", { role: "partner_full_admin", partnerId: rival.id }),
      of("6 foreign", { role: "organization_read_only", organizationId: foreign.id }),
    );
    const seen = async (place: Partial<Administrator>) => {
      const found = await listAdministrators(store().database, { ...VENDOR, ...place }, { max: 10 });
      return found.map((one) => one.displayName[0]).join("");
    };
    expect(await seen({})).toBe("123456");
    expect(await seen({ partnerId: partner.id })).toBe("234");
    expect(await seen({ partnerId: partner.id, organizationIds: [served.id] })).toBe("34");
    expect(await seen({ partnerId: partner.id, organizationIds: [] })).toBe("");
    expect(await seen({ organizationId: served.id })).toBe("4");
    expect(await seen({ organizationId: foreign.id })).toBe("6");
  });
});

eachDatabase("sessions", (store) => {
  const enter = async (person: Administrator) => {
    const recorded = { id: person.id, action: "create", before: null, after: person };
    await change(store(), (one) => one.recordAccount(recorded, { hash: "hash", isOneTime: false }));
    return person;
  };

  test("come back by the hash of their secret, with the role as it stands now", async () => {
    const person = await enter(anAdministrator());
    const session = aSession(person);
    await insertSession(store().database, session, "secret");
    const after = { ...person, displayName: "Ada II", role: "partner_read_only", partnerId: "p" } as const;
    await recordAll(store(), [{ subject: "administrator", id: person.id, before: person, after }]);
    const { email: _, createdAt: _at, disabledAt: _no, ...actor } = after;
    expect(await findSessionByHash(store().database, "secret")).toEqual({ ...asFound(session), actor });
    expect(await findSessionByHash(store().database, "another")).toBeNull();
  });

  test("of somebody without an account here carry who it is", async () => {
    const actor = { ...VENDOR, id: "from elsewhere" };
    const session = { ...aSession(anAdministrator()), actor, administratorId: null };
    await insertSession(store().database, session, "secret");
    expect(await findSessionByHash(store().database, "secret")).toEqual(asFound(session));
  });

  test("of a disabled account are not found, and go with the account", async () => {
    const person = await enter(anAdministrator());
    await insertSession(store().database, aSession(person), "secret");
    const after = { ...person, disabledAt: START };
    await recordAll(store(), [{ subject: "administrator", id: person.id, before: person, after }]);
    expect(await findSessionByHash(store().database, "secret")).toBeNull();
    await recordAll(store(), [{ subject: "administrator", id: person.id, before: after, after: null }]);
    expect(await store().database.selectFrom("sessions").selectAll().execute()).toEqual([]);
  });

  test("that are over are cleared away when somebody signs in, and so are a person's oldest beyond fifty", async () => {
    const [person, other] = [await enter(anAdministrator()), await enter(anAdministrator())];
    const { database } = store();
    await insertSession(database, aSession(other, { expiresAt: at("2026-03-01T02:00:00Z") }), "expired");
    await insertSession(database, aSession(other), "unused");
    const used = aSession(other);
    await insertSession(database, used, "used");
    await touchSession(database, used.id, at("2026-03-01T06:00:00Z"));
    for (let minute = 0; minute < 55; minute++) {
      const now = at(`2026-03-01T09:${String(minute).padStart(2, "0")}:00Z`);
      await insertSession(database, aSession(person, { createdAt: now, lastUsedAt: now }), `${minute}`);
    }
    expect(await listSessions(database, person.id)).toHaveLength(50);
    expect(await findSessionByHash(database, "4")).toBeNull();
    expect(await findSessionByHash(database, "5")).not.toBeNull();
    expect((await listSessions(database, other.id)).map((one) => one.id)).toEqual([used.id]);
    await deleteSessionsOf(database, person.id);
    expect(await listSessions(database, person.id)).toEqual([]);
    expect(await listSessions(database, other.id)).toHaveLength(1);
  });
});
