import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ImportKind } from "../../../src/api/imports/import-kind.ts";
import { runImport } from "../../../src/api/imports/run-import.ts";
import { uncounted } from "../../../src/commands/batch.ts";
import { ORGANIZATION_LINES, type OrganizationLine } from "../../../src/contract/bulk-data.ts";
import { ok } from "../../../src/result.ts";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { VENDOR } from "../../support/records.ts";
import { accepted, changingNothing, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { tenancyGround } from "../tenancy-ground.ts";
import { useGround } from "../use-ground.ts";
import { importCall, sendImport } from "./import-ground.ts";

describe.each(DATABASE_KINDS)("how an import is answered on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  const vendor = (path: string, lines: readonly string[], headers = {}) =>
    sendImport(here.server, here.tokens.vendor_admin, path, lines, headers);
  const find = async (q: string) =>
    (await get(here.server, here.tokens.vendor_admin, `/v1/organizations?q=${q}`)).items;

  test("tells how far it is to who accepts NDJSON, and ends with the report", async () => {
    const lines = ["name", ...Array.from({ length: 1_200 }, (_, place) => `Many ${place}`)];
    const accept = { accept: "application/x-ndjson" };
    const answered = await vendor("organizations", lines, accept);
    const told = answered.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answered.headers.get("content-type")).toBe("application/x-ndjson");
    expect(told.slice(0, -1)).toEqual([
      ...[501, 1001, 1201].map((line) => ({ line, step: "check" })),
      ...[501, 1001, 1201].map((line) => ({ line, step: "apply" })),
    ]);
    expect(told.at(-1)).toMatchObject({ lines: 1_200, applied: 1_200, errorCount: 0 });
    const refused = await vendor("organizations", ["name", "", " x", "a,b"], accept);
    expect(JSON.parse(refused.text.trim().split("\n").at(-1) ?? "")).toMatchObject({
      applied: 0,
      errors: [{ line: 4, code: "cells_wrong" }],
      message: expect.stringContaining("1 of 2 lines"),
    });
  });

  test("other work comes in between the batches, though nothing waits for a database", async () => {
    let turns = 0;
    let isDone = false;
    const turn = () => {
      turns++;
      if (!isDone) setImmediate(turn);
    };
    const seen: number[] = [];
    async function* read() {
      for (let line = 1; line <= 3_000; line++) yield { line, values: { name: `Between ${line}` } };
    }
    const lines: ImportKind<OrganizationLine, OrganizationLine> = {
      shape: ORGANIZATION_LINES,
      permit: () => ok(true),
      decider: () => uncounted(async (_database, all) => all.map(ok)),
      identity: null,
      record: async () => undefined,
      drafting: null,
    };
    const onProgress = () => seen.push(turns);
    const flags = { dryRun: false, skipBadLines: false, existing: "skip" } as const;
    turn();
    await runImport(lines, { actor: VENDOR, read, onProgress, ...flags }, here.server.context);
    isDone = true;
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
  });

  test("the same import under the same Idempotency-Key is applied once", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const lines = ["name", "Only once"];
    const first = await vendor("organizations", lines, headers);
    const again = await changingNothing(here.server, () => vendor("organizations", lines, headers));
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const other = importCall("organizations", ["name", "Another"], headers);
    await refusedCall(here.server, here.tokens.vendor_admin, other, 422, "idempotency_key_reused");
    const twins = { "idempotency-key": randomUUID() };
    const both = await Promise.all([1, 2].map(() => vendor("organizations", ["name", "Twin"], twins)));
    expect(both[0]?.text).toBe(both[1]?.text);
    expect(await find("Twin")).toHaveLength(1);
  });

  test.each([
    "application/vnd.ms-excel",
    "text/plain; charset=utf-8",
    "Application/CSV",
    "text/tab-separated-values",
  ])("%s is taken for CSV", async (type) => {
    const lines = ["sep=;", "NAME;PartnerIds;", `Typed ${type.length};${here.alpha};`, ";;"];
    const report = accepted(await vendor("organizations?dryRun=true", lines, { "content-type": type }));
    expect(report).toEqual({ lines: 1, applied: 0, dryRun: true, errors: [], errorCount: 0 });
  });

  test("another content type is refused, and leaves nothing behind", async () => {
    const call = importCall("organizations", ["name", "X"], { "content-type": "application/json" });
    const answered = await refusedCall(
      here.server,
      here.tokens.vendor_admin,
      call,
      415,
      "content_type_unknown",
    );
    expect(answered.json.message).toContain("text/csv or application/x-ndjson");
    expectRefusal(
      await send(here.server, here.tokens.vendor_admin, { method: "POST", path: "/v1/imports/users" }),
      415,
      "content_type_unknown",
    );
    expect(await readdir(join(here.server.dataDirectory, "imports"))).toEqual([]);
  });

  test("of 100,000 lines the bad one is named: 73,211", async () => {
    const lines = [
      "name,partnerIds",
      ...Array.from({ length: 100_000 }, (_, place) => `Organization ${place},`),
    ];
    lines[73_210] = "Organization,not-an-id";
    const answered = await changingNothing(here.server, () => vendor("organizations", lines));
    expect(answered.status).toBe(422);
    expect(answered.json).toMatchObject({ lines: 100_000, applied: 0, errorCount: 1 });
    expect(answered.json.errors).toMatchObject([{ line: 73_211, code: "id_malformed" }]);
    expect(answered.json.errors[0].description).toContain("partnerIds");
  });

  test("of many bad lines the first 1,000 are told, and all are counted", async () => {
    const lines = ["name,partnerIds", ...Array.from({ length: 1_700 }, () => `,${here.alpha}`)];
    const { json } = await changingNothing(here.server, () => vendor("organizations", lines));
    expect(json).toMatchObject({ lines: 1_700, errorCount: 1_700 });
    expect(json.errors).toHaveLength(1_000);
    expect(accepted(await vendor("organizations?dryRun=true", lines)).errors).toHaveLength(1_000);
  });
});
