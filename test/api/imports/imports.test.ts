import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { accepted, changingNothing, get, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { tenancyGround } from "../tenancy-ground.ts";
import { useGround } from "../use-ground.ts";
import { NDJSON, sendImport } from "./import-ground.ts";

describe.each(DATABASE_KINDS)("an import on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  const vendor = (path: string, lines: readonly string[], headers = {}) =>
    sendImport(here.server, here.tokens.vendor_admin, path, lines, headers);
  const find = async (q: string) =>
    (await get(here.server, here.tokens.vendor_admin, `/v1/organizations?q=${q}`)).items;
  const bad = async (path: string, lines: readonly string[], headers = {}) => {
    const answered = await changingNothing(here.server, () => vendor(path, lines, headers));
    expect(answered.status, answered.text).toBe(422);
    return answered.json;
  };

  test("enters organizations, each with its partners and its own ledger entry in one change", async () => {
    const lines = [
      "name,partnerIds",
      `Blue,${here.alpha}`,
      `"Green, Inc.",${here.alpha};${here.beta}`,
      "Red,",
    ];
    const report = accepted(await vendor("organizations", lines));
    expect(report).toEqual({ lines: 3, applied: 3, dryRun: false, errors: [], errorCount: 0 });
    const [green] = await find("Green");
    expect(green).toMatchObject({ name: "Green, Inc.", partnerIds: [here.alpha, here.beta].sort() });
    expect((await find("Red"))[0].partnerIds).toEqual([]);
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/adminAudit/events?max=3");
    expect(items.map((one: { action: string }) => one.action)).toEqual(Array(3).fill("import_organizations"));
    const { database } = here.server.context.store;
    const entries = await database
      .selectFrom("ledger")
      .select("change")
      .where("action", "=", "import_organizations")
      .execute();
    expect(new Set(entries.map(({ change }) => change)).size).toBe(1);
  });

  test("settings that come with an organization are its first: they hold nothing back (R15)", async () => {
    const lines = ["name,partnerIds,legacyFrequency,legacyWeeks", "Old,,three_months,2", "New,,,"];
    accepted(await vendor("organizations", lines));
    const [old] = await find("Old");
    const settings = await get(
      here.server,
      here.tokens.vendor_admin,
      `/v1/organizations/${old.id}/release-settings`,
    );
    expect(settings).toMatchObject({
      schedule: { cadence: "slow", deferralWeeks: 2 },
      legacy: { frequency: "three_months", weeks: 2 },
    });
    const { standing } = here.server.context.fleet.standingClassOf(old.id, null);
    expect(standing.hold).toBeNull();
  });

  test("NDJSON says the same with JSON's own lists and numbers", async () => {
    const lines = [
      { name: "Line one", partnerIds: [here.alpha], legacyFrequency: "one_month", legacyWeeks: 3 },
      { name: "Line two" },
    ].map((line) => JSON.stringify(line));
    expect(accepted(await vendor("organizations", ["", ...lines], NDJSON))).toMatchObject({
      lines: 2,
      applied: 2,
    });
    expect((await find("Line%20one"))[0].partnerIds).toEqual([here.alpha]);
  });

  test("every bad line is named by its number in the file, and nothing is applied", async () => {
    const lines = [
      "name,partnerIds,legacyFrequency,legacyWeeks",
      "Fine,,,",
      ",,one_month,2",
      '"two\nlines",,,',
      `Stranger,${randomUUID()},,`,
      "",
      "Half,,one_month,",
      "Weeks,,one_month,many",
      "Short,",
      "Broken \uFFFD,,,",
    ];
    const report = await bad("organizations", lines);
    expect(report).toMatchObject({ lines: 8, applied: 0, dryRun: false, errorCount: 7 });
    expect(report.errors.map((one: { line: number; code: string }) => [one.line, one.code])).toEqual([
      [3, "invalid_field"],
      [4, "invalid_field"],
      [6, "not_found"],
      [8, "legacy_incomplete"],
      [9, "invalid_field"],
      [10, "cells_wrong"],
      [11, "not_utf8"],
    ]);
    for (const { description } of report.errors) expect(description).toMatch(/\S+ \S+/);
    expect(report.message).toMatch(/^7 of 8 lines are bad, so nothing was applied/);
    expect(report.trackingId).toMatch(/^SLUICE_/);
  });

  test("bad lines of NDJSON are named as well", async () => {
    const lines = [
      '{"name":"Fine"}',
      "no json",
      "[1]",
      '{"name":"A","colour":1}',
      '{"partnerIds":[]}',
      '{"name":5}',
    ];
    const { errors } = await bad("organizations", lines, NDJSON);
    expect(errors.map((one: { line: number; code: string }) => [one.line, one.code])).toEqual([
      [2, "json_malformed"],
      [3, "json_malformed"],
      [4, "unknown_field"],
      [5, "invalid_field"],
      [6, "invalid_field"],
    ]);
  });

  test.each([
    [["colour,name", "red,Acme"], 1, "column_unknown"],
    [["name,name", "a,b"], 1, "column_twice"],
    [["name", "Acme", 'Ac"me', 'A"', "B"], 3, "quotes_wrong"],
    [["name", '"open', "b", "c"], 2, "quotes_wrong"],
    [["name", "x".repeat(70_000)], 2, "line_too_long"],
  ])(
    "a file that cannot be read applies nothing, though bad lines may be skipped: %#",
    async (lines, line, code) => {
      const answered = await changingNothing(here.server, () =>
        vendor("organizations?skipBadLines=true", lines),
      );
      expect(answered.status, answered.text).toBe(422);
      expect(answered.json.errors.at(-1)).toMatchObject({ line, code });
      expect(answered.json.applied).toBe(0);
    },
  );

  test("an empty file has no header; one with a header alone has no lines", async () => {
    expect((await bad("organizations", [])).errors).toMatchObject([{ line: 1, code: "header_missing" }]);
    expect(accepted(await vendor("organizations", ["name,partnerIds"]))).toMatchObject({
      lines: 0,
      applied: 0,
    });
  });

  test("a dry run reports and never applies", async () => {
    const lines = ["name", "Dry", "", "Run"];
    const report = await changingNothing(here.server, async () =>
      accepted(await vendor("organizations?dryRun=true", lines)),
    );
    expect(report).toEqual({ lines: 2, applied: 0, dryRun: true, errors: [], errorCount: 0 });
    const faulty = await changingNothing(here.server, async () =>
      accepted(
        await vendor("organizations?dryRun=true&skipBadLines=true", [
          "name,partnerIds",
          `,${here.alpha}`,
          "x,",
        ]),
      ),
    );
    expect(faulty).toMatchObject({ lines: 2, applied: 0, errorCount: 1, errors: [{ line: 2 }] });
  });

  test("bad lines are skipped where that is asked for, and still named", async () => {
    const lines = ["name,partnerIds", "Skipped one,", `Skipped two,${randomUUID()}`, "Skipped three,"];
    const report = accepted(await vendor("organizations?skipBadLines=true", lines));
    expect(report).toMatchObject({
      lines: 3,
      applied: 2,
      errorCount: 1,
      errors: [{ line: 3, code: "not_found" }],
    });
    expect(await find("Skipped")).toHaveLength(2);
  });

  test("enters users, and one of an organization that is not there is not found", async () => {
    const lines = ["organizationId,displayName,email", `${here.acme},Cleo,cleo@example.org`];
    expect(accepted(await vendor("users", lines))).toMatchObject({ lines: 1, applied: 1 });
    const { items } = await get(
      here.server,
      here.tokens.vendor_admin,
      `/v1/organizations/${here.acme}/users?q=cleo`,
    );
    expect(items).toMatchObject([{ displayName: "Cleo", email: "cleo@example.org" }]);
    const { errors } = await bad("users", [
      ...lines,
      `${randomUUID()},Dan,dan@example.org`,
      `${here.acme},E,none`,
    ]);
    expect(errors).toMatchObject([
      { line: 3, code: "not_found" },
      { line: 4, code: "invalid_field" },
    ]);
  });

  test("enters older settings, but not over a schedule of its own, and not twice", async () => {
    const [fresh, own, word] = await Promise.all(
      ["Fresh", "Own", "Word"].map((name) =>
        make(here.server, "/v1/organizations", { name, partnerIds: [here.alpha] }),
      ),
    );
    const set = (token: string, id = "") => {
      const body = { schedule: { cadence: "slow", deferralWeeks: 1 } };
      return send(here.server, token, {
        method: "PUT",
        path: `/v1/organizations/${id}/release-settings`,
        body,
      });
    };
    accepted(await set(here.tokens.vendor_admin, own));
    accepted(await set(here.tokens.partner_full_admin, word));
    const header = "organizationId,frequency,weeks";
    const { errors } = await bad("legacy-settings", [
      header,
      `${fresh},three_months,20`,
      `${own},one_month,2`,
      `${word},one_month,2`,
      `${fresh},one_month,2`,
      `${fresh},weekly,2`,
    ]);
    expect(errors.map((one: { line: number; code: string }) => [one.line, one.code])).toEqual([
      [3, "own_schedule_exists"],
      [4, "own_schedule_exists"],
      [5, "organization_twice"],
      [6, "invalid_field"],
    ]);
    const lines = [header, `${fresh},three_months,20`];
    expect(accepted(await vendor("legacy-settings", lines))).toMatchObject({ applied: 1 });
    const path = `/v1/organizations/${fresh}/release-settings`;
    expect(await get(here.server, here.tokens.vendor_admin, path)).toMatchObject({
      schedule: { cadence: "slow", deferralWeeks: 12 },
      legacy: { frequency: "three_months", weeks: 20 },
    });
    await changingNothing(here.server, async () => accepted(await vendor("legacy-settings", lines)));
  });

  test("a partner enters only what it serves itself, and sees nothing of others", async () => {
    const alphas = (path: string, lines: readonly string[]) =>
      sendImport(here.server, here.tokens.partner_full_admin, path, lines);
    const codes = async (path: string, lines: readonly string[]) => {
      const answered = await changingNothing(here.server, () => alphas(path, lines));
      return answered.json.errors.map((one: { code: string }) => one.code);
    };
    const organizations = [
      "name,partnerIds",
      "Nobody's,",
      `Beta's,${here.beta}`,
      `Both,${here.alpha};${here.beta}`,
    ];
    expect(await codes("organizations", organizations)).toEqual([
      "not_allowed",
      "not_allowed",
      "not_allowed",
    ]);
    const users = ["organizationId,displayName,email", `${here.foreign},Eve,eve@example.org`];
    expect(await codes("users", users)).toEqual(["not_found"]);
    const settings = ["organizationId,frequency,weeks", `${here.foreign},one_month,1`];
    expect(await codes("legacy-settings", settings)).toEqual(["not_found"]);
    expect(accepted(await alphas("organizations", ["name,partnerIds", `Mine,${here.alpha}`]))).toMatchObject({
      applied: 1,
    });
  });

  test("what was imported is in the chain of the ledger and agrees with the state", async () => {
    const verified = await verifyLedger(here.server.context.store);
    expect(verified.findings).toEqual([]);
  });
});
