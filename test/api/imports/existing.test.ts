import { describe, expect, test } from "vitest";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { accepted, changingNothing, get, send } from "../caller.ts";
import { tenancyGround } from "../tenancy-ground.ts";
import { useGround } from "../use-ground.ts";
import { sendImport } from "./import-ground.ts";

describe.each(DATABASE_KINDS)("an import about what is there already on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  const vendor = (path: string, lines: readonly string[], token = here.tokens.vendor_admin) =>
    sendImport(here.server, token, path, lines);
  const count = async (q: string) =>
    (await get(here.server, here.tokens.vendor_admin, `/v1/organizations?q=${q}`)).items.length;
  const users = async () =>
    (await get(here.server, here.tokens.vendor_admin, `/v1/organizations/${here.acme}/users?max=1000`)).items;
  const notes = (report: { existing?: { line: number; code: string }[] }) =>
    report.existing?.map(({ line, code }) => [line, code]);

  test("of organizations, sent twice, makes them once and tells so, in a dry run as well", async () => {
    const lines = [
      "name,partnerIds",
      `Twice Ltd,${here.alpha}`,
      `Twice GmbH,${here.alpha};${here.beta}`,
      "Twice,",
    ];
    expect(accepted(await vendor("organizations", lines))).toEqual({
      ...{ lines: 3, applied: 3, dryRun: false, errors: [], errorCount: 0 },
    });
    const told = [
      [2, "organization_exists"],
      [3, "organization_exists"],
      [4, "organization_exists"],
    ];
    for (const query of ["", "?dryRun=true"]) {
      const report = await changingNothing(here.server, async () =>
        accepted(await vendor(`organizations${query}`, lines)),
      );
      expect(report).toMatchObject({ lines: 3, applied: 0, skipped: 3, existingCount: 3, errorCount: 0 });
      expect(notes(report)).toEqual(told);
    }
    const more = [...lines, `Twice new,${here.alpha}`];
    expect(accepted(await vendor("organizations", more))).toMatchObject({ lines: 4, applied: 1, skipped: 3 });
    expect(await count("twice")).toBe(4);
  });

  test.each([
    ["the name in capitals", (alpha: string) => `SAME AG,${alpha}`, true],
    ["one of several partners", (alpha: string, beta: string) => `Same AG,${beta};${alpha}`, true],
    ["another partner", (_: string, beta: string) => `Same AG,${beta}`, false],
    ["no partner", () => "Same AG,", false],
    ["other accents", (alpha: string) => `Samé AG,${alpha}`, false],
  ])("an organization with %s", async (_what, line, isThere) => {
    accepted(await vendor("organizations", ["name,partnerIds", `Same AG,${here.alpha}`]));
    const report = accepted(
      await vendor("organizations?dryRun=true", ["name,partnerIds", line(here.alpha, here.beta)]),
    );
    expect(notes(report)).toEqual(isThere ? [[2, "organization_exists"]] : undefined);
  });

  test("existing=create makes others, existing=refuse makes such lines bad; both tell", async () => {
    const lines = ["name,partnerIds", `Choice,${here.alpha}`, `Choice new,${here.alpha}`];
    accepted(await vendor("organizations", lines.slice(0, 2)));
    const refused = await changingNothing(here.server, () => vendor("organizations?existing=refuse", lines));
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({ applied: 0, errors: [{ line: 2, code: "organization_exists" }] });
    const made = accepted(await vendor("organizations?existing=create", lines));
    expect(made).toMatchObject({ applied: 2, existing: [{ line: 2, code: "organization_exists" }] });
    expect(made.skipped).toBeUndefined();
    expect(await count("choice")).toBe(3);
    expect((await vendor("organizations?existing=maybe", lines)).status).toBe(400);
  });

  test("a line about what an earlier one is about is told, and applied unless that is refused", async () => {
    const lines = [
      "name",
      ...Array.from({ length: 700 }, (_, place) => `Line ${place}`),
      "Line 3",
      "line 650",
    ];
    const told = [
      [702, "line_repeated"],
      [703, "line_repeated"],
    ];
    const refused = await changingNothing(here.server, () => vendor("organizations?existing=refuse", lines));
    expect(refused.json.errors).toMatchObject([{ line: 702, code: "line_repeated" }, { line: 703 }]);
    const report = accepted(await vendor("organizations", lines));
    expect(report).toMatchObject({ applied: 702, existingCount: 2 });
    expect(notes(report)).toEqual(told);
    expect(report.existing[0].description).toMatch(/^Line 5 is about the same/);
  });

  test("users are known by their address in the organization, in any case", async () => {
    const header = "organizationId,displayName,email";
    const lines = [header, `${here.acme},Zoe,zoe@example.org`, `${here.other},Zoe,zoe@example.org`];
    expect(accepted(await vendor("users", lines)).applied).toBe(2);
    const before = await users();
    const report = accepted(
      await vendor("users", [...lines.slice(0, 2), `${here.acme},Zoe again,ZOE@Example.org`]),
    );
    expect(report).toMatchObject({ lines: 2, applied: 0, skipped: 2 });
    expect(notes(report)).toEqual([
      [2, "user_exists"],
      [3, "user_exists"],
    ]);
    expect(await users()).toEqual(before);
  });

  test("nothing is told of an organization that the caller may not see", async () => {
    accepted(await vendor("organizations", ["name,partnerIds", `Hidden,${here.beta}`]));
    const lines = ["name,partnerIds", `Hidden,${here.alpha}`];
    const report = accepted(await vendor("organizations", lines, here.tokens.partner_full_admin));
    expect(report).toEqual({ lines: 1, applied: 1, dryRun: false, errors: [], errorCount: 0 });
  });

  test.each(
    ["organizations", "users"].flatMap((path) =>
      ["", "?bom=true", "?separator=semicolon&bom=true", "?separator=tab"].map(
        (style) => [path, style] as const,
      ),
    ),
  )("what is exported of %s%s and imported again changes nothing", async (path, style) => {
    const answered = await send(here.server, here.tokens.vendor_admin, {
      method: "GET",
      path: `/v1/exports/${path}${style}`,
    });
    const report = await changingNothing(here.server, async () =>
      accepted(await vendor(path, [answered.text])),
    );
    expect(report).toMatchObject({ applied: 0, skipped: report.lines, errorCount: 0 });
    expect(report.lines).toBeGreaterThan(1);
  });
});
