import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import {
  aBuild,
  anOrganization,
  aPartner,
  aRelease,
  at,
  aUser,
  aWord,
  defaultOf,
} from "../support/records.ts";
import { rehash } from "../support/rehash.ts";

const PARTNER = aPartner();
const ORGANIZATION = anOrganization({ partnerIds: [PARTNER.id] });
const USER = aUser(ORGANIZATION.id);
const RELEASE = aRelease("45.4");
const BUILD = aBuild(RELEASE.id);

/** Six changes: a partner with a default, an organization with a word for it, a user, a release with a build. */
async function writeHistory(store: Store) {
  const word = { schedule: aWord("latest:2"), allowCustomerOverride: null };
  const settings = { own: null, partners: { [PARTNER.id]: word }, legacy: null };
  await recordAll(
    store,
    [{ subject: "partner", id: PARTNER.id, before: null, after: PARTNER }],
    at("2026-01-01"),
  );
  await recordAll(
    store,
    [{ subject: "partner_settings", id: PARTNER.id, before: null, after: defaultOf("slow:1") }],
    at("2026-01-02"),
  );
  await recordAll(
    store,
    [
      { subject: "organization", id: ORGANIZATION.id, before: null, after: ORGANIZATION },
      { subject: "organization_settings", id: ORGANIZATION.id, before: null, after: settings },
    ],
    at("2026-01-03"),
  );
  await recordAll(store, [{ subject: "user", id: USER.id, before: null, after: USER }], at("2026-01-04"));
  await recordAll(
    store,
    [{ subject: "release", id: RELEASE.id, before: null, after: RELEASE }],
    at("2026-01-05"),
  );
  return recordAll(store, [{ subject: "build", id: BUILD.id, before: null, after: BUILD }], at("2026-01-06"));
}

const LEDGER_TAMPERING: readonly [string, string, readonly string[]][] = [
  ["a changed action", "update ledger set action = 'other' where sequence = 2", ["entry_changed 2"]],
  ["a changed actor", `update ledger set actor = '{"id":"x"}' where sequence = 2`, ["entry_changed 2"]],
  ["a changed subject id", "update ledger set subject_id = 'x' where sequence = 5", ["entry_changed 5"]],
  [
    "a changed instant",
    "update ledger set at = '2025-01-01T00:00:00Z' where sequence = 4",
    ["entry_changed 4", "time_goes_back 4"],
  ],
  [
    "a changed organization",
    "update ledger set organization_id = 'x' where sequence = 3",
    ["entry_changed 3"],
  ],
  ["a changed grouping", "update ledger set change = 4 where sequence = 4", ["entry_changed 4"]],
  [
    "a changed record",
    `update ledger set after = jsonb_set(after, '{name}', '"Other"') where sequence = 1`,
    ["entry_changed 1"],
  ],
  ["a record taken away", "update ledger set before = '{}' where sequence = 1", ["entry_changed 1"]],
  ["a deleted entry", "delete from ledger where sequence = 2", ["sequence_gap 3", "chain_broken 3"]],
  ["a deleted first entry", "delete from ledger where sequence = 1", ["sequence_gap 2", "chain_broken 2"]],
  ["a cut tail", "delete from ledger where sequence > 5", ["head_differs 7"]],
  [
    "a head moved back with a cut tail",
    "delete from ledger where sequence = 7; update ledger_head set sequence = 6, hash = (select hash from ledger where sequence = 6)",
    ["head_differs 6"],
  ],
  [
    "two entries exchanged",
    "update ledger set sequence = -1 where sequence = 5; update ledger set sequence = 5 where sequence = 6; update ledger set sequence = 6 where sequence = -1",
    [
      "chain_broken 5",
      "entry_changed 5",
      "chain_broken 6",
      "entry_changed 6",
      "time_goes_back 6",
      "chain_broken 7",
    ],
  ],
  [
    "an entry put in at the end",
    "insert into ledger (sequence, change, at, actor, action, subject, subject_id, previous_hash, hash) select 8, 8, at, actor, action, subject, subject_id, hash, hash from ledger where sequence = 7",
    ["entry_changed 8", "head_differs 7"],
  ],
];

const STATE_TAMPERING: readonly [string, string, string][] = [
  ["a partner's name", "update partners set name = 'Other'", "state_differs partner"],
  ["a partner's default", "update partners set deferral_weeks = 2", "state_differs partner_settings"],
  ["who set a default", `update partners set set_by = '{"id":"x"}'`, "state_differs partner_settings"],
  ["a deleted user", "delete from users", "state_missing user"],
  ["a user's switch", "update users set allow_automatic_upgrades = true", "state_differs user_settings"],
  [
    "an organization's own schedule",
    "update organizations set cadence = 'automatic', set_by = '{}', set_at = now()",
    "state_differs organization_settings",
  ],
  [
    "a partner's word",
    "update organization_partners set deferral_weeks = 0",
    "state_differs organization_settings",
  ],
  [
    "older settings",
    "update organizations set legacy_frequency = 'one_month', legacy_weeks = 1, legacy_set_at = now()",
    "state_differs organization_settings",
  ],
  [
    "a release's date",
    "update releases set automatic_at = automatic_at - interval '1 ms'",
    "state_differs release",
  ],
  ["a build's digest", "update builds set sha512 = 'eA=='", "state_differs build"],
  ["a deleted build", "delete from builds", "state_missing build"],
  [
    "a partner that nobody recorded",
    "insert into partners (id, name, name_key, features, created_at) values ('x', 'X', 'x', '{}', now())",
    "state_unexpected partner",
  ],
  [
    "a token that nobody recorded",
    "insert into tokens (id, name, secret_hash, actor_id, actor_name, role, created_at, created_by) values ('x', 'X', 'x', 'x', 'X', 'vendor_admin', now(), '{}')",
    "state_unexpected token",
  ],
];

eachDatabase("verifying the ledger", (store) => {
  const tamper = async (statements: string) => {
    for (const statement of statements.split("; ")) await sql.raw(statement).execute(store().database);
  };

  test("finds nothing where nothing is wrong, and gives the count and the head", async () => {
    const head = await writeHistory(store());
    const verification = await verifyLedger(store(), { expected: head });
    expect(verification).toMatchObject({ findings: [], count: 7, head });
  });

  test("finds nothing in an empty database", async () => {
    expect(await verifyLedger(store())).toMatchObject({ findings: [], count: 0, head: { sequence: 0 } });
  });

  describe("finds in the ledger", () => {
    test.each(LEDGER_TAMPERING)("%s", async (_, statements, expected) => {
      await writeHistory(store());
      await tamper(statements);
      const { findings } = await verifyLedger(store());
      const inLedger = findings.filter((finding) => !finding.code.startsWith("state_"));
      expect(inLedger.map((finding) => `${finding.code} ${finding.sequence}`)).toEqual(expected);
    });
  });

  describe("finds in the state, changed behind the ledger's back,", () => {
    test.each(STATE_TAMPERING)("%s", async (_, statement, expected) => {
      await writeHistory(store());
      await tamper(statement);
      const { findings } = await verifyLedger(store());
      expect(findings.map((finding) => `${finding.code} ${finding.subject}`)).toEqual([expected]);
    });
  });

  test("takes a row for right whose actor has a scope that a server of the version before did not record", async () => {
    await writeHistory(store());
    const scoped = `set_by || '{"partnerId": "p"}'`;
    await tamper(`update partners set set_by = ${scoped}`);
    expect((await verifyLedger(store())).findings).toEqual([]);
    await tamper(`update partners set set_by = set_by || '{"displayName": "Other"}'`);
    expect((await verifyLedger(store())).findings).toMatchObject([{ code: "state_differs" }]);
  });

  test("finds even a ledger rewritten with all its hashes, by a head that was noted before", async () => {
    const noted = await writeHistory(store());
    await tamper("update ledger set action = 'other' where sequence = 2");
    await rehash(store());
    expect((await verifyLedger(store())).findings).toEqual([]);
    const { findings } = await verifyLedger(store(), { expected: noted });
    expect(findings).toMatchObject([{ code: "expected_entry_missing", sequence: 7 }]);
  });

  test("accepts a noted head that is not the last any more", async () => {
    const noted = await writeHistory(store());
    const after = { ...PARTNER, name: "Renamed" };
    await recordAll(store(), [{ subject: "partner", id: PARTNER.id, before: PARTNER, after }]);
    expect((await verifyLedger(store(), { expected: noted })).findings).toEqual([]);
  });

  test("reads more than one batch of entries and of rows", async () => {
    const partners = Array.from({ length: 2_500 }, () => aPartner());
    await recordAll(
      store(),
      partners.map((after) => ({ subject: "partner", id: after.id, before: null, after })),
    );
    const last = partners
      .map((partner) => partner.id)
      .sort()
      .at(-1);
    await tamper(
      `update partners set name = 'Other' where id = '${last}'; delete from ledger where sequence = 2400`,
    );
    const { findings, count } = await verifyLedger(store());
    expect(count).toBe(2_499);
    expect(findings.map((finding) => finding.code)).toEqual([
      "sequence_gap",
      "chain_broken",
      ...(partners[2_399]?.id === last ? ["state_unexpected"] : ["state_unexpected", "state_differs"]),
    ]);
  });
});
