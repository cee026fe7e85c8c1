import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Subject } from "../../src/ledger/subject.ts";
import { type SetSchedule, UNCONFIGURED_ORGANIZATION } from "../../src/policy/settings.ts";
import type { RecordChange } from "../../src/store/ledger/record-change.ts";
import { findAnsweredCall, insertAnsweredCall } from "../../src/store/tables/answered-call-table.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { eachDatabase } from "../support/each-database.ts";
import { change } from "../support/recorded.ts";
import { anOrganization, aPartner, at, VENDOR } from "../support/records.ts";

eachDatabase("many records at once", (store) => {
  const word = (schedule: SetSchedule["schedule"]): SetSchedule => ({
    schedule,
    setBy: VENDOR,
    setAt: at("2026-01-01"),
  });
  const action = "test";

  test("are the state and the entries that one after another would be", async () => {
    const partner = aPartner();
    const organizations = Array.from({ length: 1_201 }, (_, place) =>
      anOrganization({ id: randomUUID(), name: `"É", ${place}`, partnerIds: place % 2 ? [partner.id] : [] }),
    );
    const users = organizations.map(({ id: organizationId, createdAt }) => {
      return { id: randomUUID(), organizationId, displayName: "Zoë", email: "z@example.org", createdAt };
    });
    const settings = organizations.slice(0, 3).map(({ id }, place) => {
      const own = place === 0 ? word({ cadence: "slow", deferralWeeks: 12 }) : null;
      const older = { frequency: "one_month", weeks: 1.5, setAt: at("2026-01-01") } as const;
      const legacy = place === 1 ? older : null;
      const after = { ...UNCONFIGURED_ORGANIZATION, own, legacy };
      return { subject: "organization_settings", id, action, before: null, after } as const;
    });
    await change(store(), async (one) => {
      await one.record({ subject: "partner", id: partner.id, action, before: null, after: partner });
      await one.recordAll(
        organizations.map(
          (after) => ({ subject: "organization", id: after.id, action, before: null, after }) as const,
        ),
      );
      await one.recordAll(settings);
      await one.recordAll(
        users.map((after) => ({ subject: "user", id: after.id, action, before: null, after }) as const),
      );
      await one.recordAll([]);
    });
    const { findings, count } = await verifyLedger(store());
    expect([findings, count]).toEqual([[], 1 + 1_201 + 3 + 1_201]);
  });

  test("that are not all new, or say a partner's word, are written as well", async () => {
    const partner = aPartner();
    const [known, fresh] = [1, 2].map(() => anOrganization({ id: randomUUID(), partnerIds: [partner.id] }));
    const organization = (id: string, before: typeof known | null, after: typeof known | null) =>
      ({ subject: "organization", id, action, before, after }) as RecordChange<Subject>;
    await change(store(), async (one) => {
      await one.record({ subject: "partner", id: partner.id, action, before: null, after: partner });
      await one.recordAll([organization(known!.id, null, known!)]);
      const renamed = { ...known!, name: "Renamed" };
      await one.recordAll([organization(known!.id, known!, renamed), organization(fresh!.id, null, fresh!)]);
      const partners = {
        [partner.id]: { schedule: word({ cadence: "automatic" }), allowCustomerOverride: false },
      };
      await one.recordAll(
        [known!, fresh!].map(({ id }) => {
          const after = { ...UNCONFIGURED_ORGANIZATION, partners };
          return { subject: "organization_settings", id, action, before: null, after } as const;
        }),
      );
    });
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  test("are refused as a whole where one of them is not there", async () => {
    const after = { ...UNCONFIGURED_ORGANIZATION, own: word({ cadence: "automatic" }) };
    const nobody = {
      subject: "organization_settings",
      id: randomUUID(),
      action,
      before: null,
      after,
    } as const;
    await expect(change(store(), (one) => one.recordAll([nobody]))).rejects.toThrow(
      "0 organizations changed of 1",
    );
  });
});

eachDatabase("answers of calls with a key", (store) => {
  const call = (key: string, answeredAt: string) => ({
    actorId: "one",
    key,
    fingerprint: "f",
    status: 201,
    body: '{"id":"1"}',
    shownId: null,
    etag: '"1"',
    answeredAt: at(answeredAt),
  });

  test("are kept for 24 hours, the first one counts, and older ones are swept", async () => {
    const { database } = store();
    const first = call("a", "2026-01-01T00:00:00Z");
    await insertAnsweredCall(database, first);
    await insertAnsweredCall(database, { ...first, body: "another" });
    expect(await findAnsweredCall(database, first, at("2026-01-01T23:59:59Z"))).toEqual(first);
    expect(await findAnsweredCall(database, first, at("2026-01-02T00:00:00Z"))).toBeNull();
    await insertAnsweredCall(database, call("b", "2026-01-02T00:00:00Z"));
    const rows = await database.selectFrom("answered_calls").select("key").execute();
    expect(rows).toEqual([{ key: "b" }]);
  });
});
