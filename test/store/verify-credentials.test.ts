import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import type { Store } from "../../src/store/store.ts";
import { findAdministrators } from "../../src/store/tables/administrator-table.ts";
import {
  insertSecondFactor,
  replaceRecoveryCodes,
  takeTotpStep,
} from "../../src/store/tables/second-factor-table.ts";
import { COVERAGE } from "../../src/store/verify/coverage.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { toActorReference } from "../../src/tenancy/actor.ts";
import type { Administrator } from "../../src/tenancy/administrator.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization, aToken, at, VENDOR } from "../support/records.ts";
import { rehash } from "../support/rehash.ts";

const ORGANIZATION = anOrganization();
const TOKEN = aToken();
const NOW = at("2026-03-01");
const PERSON: Administrator = {
  id: "person",
  displayName: "Ann",
  email: "ann@example.com",
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
  createdAt: NOW,
  disabledAt: null,
};
const FACTOR = {
  id: "factor",
  administratorId: PERSON.id,
  kind: "totp",
  name: "Phone",
  key: { secret: "JBSWY3DPEHPK3PXP", lastStep: 1 },
  createdAt: NOW,
  lastUsedAt: null,
} as const;
const CREATED_BY = toActorReference(VENDOR);
const LINK = { id: "link", organizationId: ORGANIZATION.id, createdAt: NOW, createdBy: CREATED_BY };

/** A token, a person with a one-time password of theirs, and a link to a forecast. */
async function writeCredentials(store: Store): Promise<void> {
  await recordAll(store, [
    { subject: "organization", id: ORGANIZATION.id, before: null, after: ORGANIZATION },
  ]);
  const by = { actor: VENDOR, now: NOW };
  await changeStore(store, by, async (change) => {
    await change.recordToken({ id: TOKEN.id, action: "create_token", after: TOKEN }, "hash of a token");
    const person = { id: PERSON.id, action: "create_administrator", before: null, after: PERSON };
    const password = { hash: "hash of a password", isOneTime: true, linkHash: "hash of the link" };
    await change.recordAccount(person, password);
    await insertSecondFactor(change.database, FACTOR);
    await replaceRecoveryCodes(change.database, PERSON.id, ["hash of a code"]);
    await change.recordAccount({ ...person, action: "add_second_factor", before: PERSON }, null);
    await change.recordLink(LINK, "create_forecast_link", "hash of a link");
    return ok(null);
  });
}

const CREDENTIAL_TAMPERING: readonly [string, string, string][] = [
  ["a token's secret", "update tokens set secret_hash = 'another'", "credential_differs token"],
  ["a password", "update administrators set password_hash = 'x'", "credential_differs administrator"],
  [
    "a one-time password that lasts",
    "update administrators set password_is_one_time = false",
    "credential_differs administrator",
  ],
  [
    "a link that sets a password",
    "update administrators set link_hash = 'x'",
    "credential_differs administrator",
  ],
  [
    "the secret of an authenticator app",
    "update second_factors set secret = 'x'",
    "credential_differs administrator",
  ],
  ["a removed second factor", "delete from second_factors", "credential_differs administrator"],
  [
    "a planted passkey",
    "insert into second_factors (id, administrator_id, kind, name, credential_id, public_key, rp_id, created_at) values ('x', 'person', 'passkey', 'x', 'x', 'x', 'x', now())",
    "credential_differs administrator",
  ],
  [
    "a planted recovery code",
    "insert into recovery_codes values ('person', 'x')",
    "credential_differs administrator",
  ],
  [
    "the address that signs in",
    "update administrators set email_key = 'eve@example.com'",
    "credential_differs administrator",
  ],
  ["a link's secret", "update forecast_links set secret_hash = 'x'", "credential_differs forecast_link"],
  ["a token's role", "update tokens set role = 'vendor_read_only'", "state_differs token"],
  ["a token's end", "update tokens set expires_at = now()", "state_differs token"],
  ["a token's actor", "update tokens set actor_id = 'x'", "state_differs token"],
  ["a person's role", "update administrators set role = 'vendor_read_only'", "state_differs administrator"],
  ["a disabled person", "update administrators set disabled_at = now()", "state_differs administrator"],
  ["a deleted person", "delete from administrators", "state_missing administrator"],
  ["a deleted token", "delete from tokens", "state_missing token"],
  ["a deleted link", "delete from forecast_links", "state_missing forecast_link"],
  [
    "a person that nobody recorded",
    "insert into administrators (id, display_name, name_key, email, email_key, password_hash, password_is_one_time, role, created_at) values ('x', 'X', 'x', 'x', 'x', 'x', false, 'vendor_admin', now())",
    "state_unexpected administrator",
  ],
  [
    "a link that nobody recorded",
    `insert into forecast_links (id, organization_id, secret_hash, created_at, created_by) select 'x', organization_id, 'x', now(), '{}' from forecast_links`,
    "state_unexpected forecast_link",
  ],
];

eachDatabase("verifying what lets somebody in", (store) => {
  test("finds nothing in a sign-in: the step of a code and the count of a passkey are no part of it", async () => {
    await writeCredentials(store());
    expect(await takeTotpStep(store().database, FACTOR.id, 2, NOW)).toBe(true);
    expect((await verifyLedger(store())).findings).toEqual([]);
  });

  const tamper = async (statements: string) => {
    for (const statement of statements.split("; ")) await sql.raw(statement).execute(store().database);
  };

  describe("finds, changed behind the ledger's back,", () => {
    test.each(CREDENTIAL_TAMPERING)("%s", async (_, statement, expected) => {
      await writeCredentials(store());
      expect((await verifyLedger(store())).findings).toEqual([]);
      await tamper(statement);
      const { findings } = await verifyLedger(store());
      expect(findings.map((finding) => `${finding.code} ${finding.subject}`)).toEqual([expected]);
    });
  });

  test("finds a replaced password also after a later change of its owner, and no more once it is set anew", async () => {
    await writeCredentials(store());
    await tamper("update administrators set password_hash = 'known'");
    const renamed = { ...PERSON, displayName: "Other" };
    await recordAll(store(), [{ subject: "administrator", id: PERSON.id, before: PERSON, after: renamed }]);
    const codes = async () => (await verifyLedger(store())).findings.map(({ code }) => code);
    expect(await codes()).toEqual(["credential_differs"]);
    await changeStore(store(), { actor: VENDOR, now: NOW }, async (change) => {
      const person = { id: PERSON.id, action: "change_password", before: renamed, after: renamed };
      return ok(await change.recordAccount(person, { hash: "new", isOneTime: false }));
    });
    expect(await codes()).toEqual([]);
  });

  test("finds a row that was changed without an entry and then changed again with one", async () => {
    await writeCredentials(store());
    await tamper("update administrators set role = 'vendor_read_only'");
    const [found] = await findAdministrators(store().database, [PERSON.id]);
    if (!found) throw new Error("it is there");
    const after = { ...found, displayName: "Other" };
    await recordAll(store(), [{ subject: "administrator", id: PERSON.id, before: found, after }]);
    const { findings } = await verifyLedger(store());
    expect(findings).toMatchObject([{ code: "state_skipped", subject: "administrator", sequence: 6 }]);
  });

  test("says of older credentials, which have no digest in the ledger, that they are not covered", async () => {
    await writeCredentials(store());
    await tamper("update ledger set after = after - 'credential'");
    await rehash(store());
    await tamper("update administrators set password_hash = 'x'; update tokens set secret_hash = 'x'");
    const { findings, uncovered } = await verifyLedger(store());
    expect(findings).toEqual([]);
    const older = uncovered.filter(({ what }) => ["token", "administrator", "forecast_link"].includes(what));
    expect(older.map(({ what, count }) => [what, count])).toEqual([
      ["token", 1],
      ["administrator", 1],
      ["forecast_link", 1],
    ]);
  });

  test("says how many sessions are open, and which keys sign: neither is in the ledger", async () => {
    await tamper(
      "insert into sessions (id, secret_hash, person_id, actor, user_agent, created_at, last_used_at, expires_at) select 's' || n, 'h' || n, 'p', '{}', '', now(), now(), now() + n * interval '1 hour' from generate_series(-1, 2) n",
    );
    await tamper(
      "insert into signing_keys (id, public_key, private_key, created_at) values ('0123456789abcdef', 'k', 'p', now())",
    );
    const { findings, uncovered } = await verifyLedger(store());
    expect(findings).toEqual([]);
    expect(uncovered.find(({ what }) => what === "sessions")).toMatchObject({ count: 2 });
    expect(uncovered.find(({ what }) => what === "signing_keys")).toMatchObject({
      count: 1,
      message: expect.stringContaining("0123456789abcdef"),
    });
  });
});

describe("what the ledger covers", () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, "..", "..", path), "utf8");
  const tables = [...read("src/store/schema.sql").matchAll(/^create table (\w+) /gm)].map(([, name]) => name);

  test("is said of every table of the schema, once", () => {
    expect(tables.length).toBeGreaterThan(20);
    expect(Object.keys(COVERAGE).sort()).toEqual([...tables].sort());
  });

  test("is what SECURITY.md says: it names each table that is not covered, and no other", () => {
    const [, said = ""] = /It does not cover ([\s\S]*?)\n- \*\*/.exec(read("SECURITY.md")) ?? [];
    const named = [...said.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
    const uncovered = Object.entries(COVERAGE).flatMap(([table, coverage]) =>
      "not" in coverage ? table : [],
    );
    expect([...new Set(named)].sort()).toEqual(uncovered.sort());
  });
});
