import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { make, makeToken } from "../api/tenancy.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";
import { keepTerminal } from "./tiny-server.ts";

let alpha = "";
let readOnly = "";
const bench = useRealBench(async ({ server }) => {
  alpha = await make(server, "/v1/partners", { name: "Alpha" });
  readOnly = await makeToken(server, "partner_read_only", { partnerId: alpha });
});

const write = (name: string, ...lines: string[]): string => {
  const path = join(bench.folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
};
const find = async (query: string): Promise<{ id: string; name: string }[]> =>
  JSON.parse((await bench.sluice("organizations", "list", "--query", query, "--json")).out).items;

describe("sluice import", () => {
  test("of organizations applies every line of a CSV file", async () => {
    const many = Array.from({ length: 1200 }, (_, n) => `Good ${n},${alpha}`);
    const path = write("good.csv", "name,partnerIds", ...many);
    expect(await bench.sluice("import", "organizations", path)).toEqual({
      exit: 0,
      out: "1200 lines, 1200 applied, 0 bad.\n",
      err: "",
    });
    expect(await find("good")).toHaveLength(1200);
  });

  test("of what is there already leaves it out and says so, or makes another where that is asked for", async () => {
    const path = write("again.csv", "sep=;", "NAME;PartnerIds;", `Again;${alpha};`, ";;");
    expect((await bench.sluice("import", "organizations", path)).out).toBe("1 lines, 1 applied, 0 bad.\n");
    const again = await bench.sluice("import", "organizations", path);
    expect(again).toMatchObject({
      exit: 0,
      out: expect.stringMatching(
        /^line 3: .*"Again".*\[organization_exists\]\n1 lines, 0 applied, 1 there already, 0 bad\.\n$/,
      ),
    });
    const dry = await bench.sluice("import", "organizations", path, "--dry-run", "--json");
    expect(JSON.parse(dry.out)).toMatchObject({ applied: 0, existingCount: 1, skipped: 1 });
    const made = await bench.sluice("import", "organizations", path, "--existing", "create");
    expect(made.out).toMatch(/1 lines, 1 applied, 0 bad\.\n$/);
    expect(await find("again")).toHaveLength(2);
  });

  test("with bad lines names each, applies nothing and ends with 1", async () => {
    const path = write("bad.csv", "name,partnerIds", `Bad one,${alpha}`, `,${alpha}`, "Bad two,nonsense");
    const { exit, out } = await bench.sluice("import", "organizations", path);
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^line 3: .*\[\w+\]\nline 4: .*\[\w+\]\n3 lines, 0 applied, 2 bad\. Nothing was applied\.\n$/,
    );
    expect(await find("bad")).toEqual([]);
  });

  test("with --skip-bad-lines applies the others, and still ends with 1", async () => {
    const path = write("some.csv", "name,partnerIds", `Some one,${alpha}`, `,${alpha}`);
    const { exit, out } = await bench.sluice("import", "organizations", path, "--skip-bad-lines");
    expect({ exit, end: out.split("\n").at(-2) }).toEqual({ exit: 1, end: "2 lines, 1 applied, 1 bad." });
    expect(await find("some")).toMatchObject([{ name: "Some one" }]);
  });

  test("with --dry-run applies nothing, and gives the report as JSON", async () => {
    const path = write("dry.csv", "name,partnerIds", `Dry,${alpha}`);
    const dry = await bench.sluice("import", "organizations", path, "--dry-run");
    expect(dry.out).toBe("1 lines looked at, 0 of them bad. Nothing was applied: it was a dry run.\n");
    const json = await bench.sluice("import", "organizations", path, "--dry-run", "--json");
    expect(JSON.parse(json.out)).toEqual({ lines: 1, applied: 0, dryRun: true, errors: [], errorCount: 0 });
    expect(await find("dry")).toEqual([]);
  });

  test("with --dry-run ends with 1 where a line is bad", async () => {
    const path = write("dry-bad.csv", "name,partnerIds", `,${alpha}`);
    const { exit, out } = await bench.sluice("import", "organizations", path, "--dry-run");
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^line 2: .*\n1 lines looked at, 1 of them bad\. Nothing was applied: it was a dry run\.\n$/,
    );
  });

  test("on a terminal shows how far it is: sending, checking, applying", async () => {
    const path = write("shown.csv", "name", ...Array.from({ length: 600 }, (_, n) => `Shown ${n}`));
    const stream = new PassThrough();
    const drawn: string[] = [];
    stream.on("data", (chunk) => drawn.push(String(chunk)));
    const screen = Object.assign(stream, { isTTY: true, columns: 120 }) as unknown as WriteStream;
    const env = { SLUICE_URL: bench.server.url, SLUICE_TOKEN: VENDOR_TOKEN };
    expect(await runSluice(["import", "organizations", path], keepTerminal(env, { progress: screen }))).toBe(
      0,
    );
    const text = drawn.join("");
    expect(text).toMatch(/Sending .*100%.*Checking {2}601 lines.*Applying .*100% of 601 lines/s);
  });

  test("takes users and older settings, as NDJSON too", async () => {
    const id = await make(bench.server, "/v1/organizations", { name: "Lined", partnerIds: [alpha] });
    const user = { organizationId: id, displayName: "Ann", email: "ann@example.org" };
    const users = write("users.jsonl", JSON.stringify(user));
    expect(await bench.sluice("import", "users", users)).toMatchObject({ exit: 0 });
    expect((await bench.sluice("users", "list", "--organization", id)).out).toContain("ann@example.org");
    const older = write("older.txt", "organizationId,frequency,weeks", `${id},three_months,2`);
    expect(await bench.sluice("import", "legacy-settings", older)).toMatchObject({ exit: 2 });
    const said = await bench.sluice("import", "legacy-settings", older, "--format", "csv");
    expect(said).toMatchObject({ exit: 0, err: "" });
    expect((await bench.sluice("organizations", "list", "--state", "legacy")).out).toContain("Lined");
  });

  test("is refused with 1 and the server's reason to who may not", async () => {
    const path = write("refused.csv", "name,partnerIds", `Refused,${alpha}`);
    const refused = await bench.sluiceAs({ token: readOnly }, "import", "organizations", path);
    expect(refused).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringMatching(/^sluice: .*\(403, .*\[\w+\]\n$/),
    });
  });
});

describe("sluice export", () => {
  test("writes a file that an import takes back", async () => {
    const path = join(bench.folder, "all.ndjson");
    const { exit, out } = await bench.sluice("export", "organizations", path);
    expect({ exit, out }).toEqual({
      exit: 0,
      out: expect.stringMatching(/ [kM]?B written to .*all\.ndjson\.\n$/),
    });
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).name)).toContain("Good 1199");
    expect(existsSync(`${path}.part`)).toBe(false);
    const back = await bench.sluice("import", "organizations", path, "--dry-run", "--json");
    expect(JSON.parse(back.out)).toMatchObject({ lines: lines.length, errorCount: 0 });
  });

  test("without a file streams to standard output: CSV, or NDJSON where it is asked for", async () => {
    const csv = await bench.sluice("export", "users");
    expect(csv).toMatchObject({ exit: 0, err: "" });
    expect(csv.out).toMatch(/^organizationId,displayName,email\r?\n\S+,Ann,ann@example\.org\r?\n$/);
    const ndjson = await bench.sluice("export", "users", "--format", "ndjson");
    expect(JSON.parse(ndjson.out)).toMatchObject({ displayName: "Ann" });
    expect((await bench.sluice("export", "legacy-settings")).out).toContain("three_months,2");
  });

  test.each([
    ["fr_FR.UTF-8", "\uFEFForganizationId;displayName;email\r\n"],
    ["en_GB", "\uFEFForganizationId,displayName,email\r\n"],
  ])("with --excel writes what spreadsheet programs open, in %s", async (LC_ALL, start) => {
    const path = join(bench.folder, `excel-${LC_ALL}.csv`);
    const env = { SLUICE_URL: bench.server.url, SLUICE_TOKEN: VENDOR_TOKEN, LC_ALL };
    expect(await runSluice(["export", "users", path, "--excel"], keepTerminal(env))).toBe(0);
    expect(readFileSync(path, "utf8").startsWith(start)).toBe(true);
    const both = await bench.sluice("export", "users", "--excel", "--format", "ndjson");
    expect(both).toMatchObject({ exit: 2, err: expect.stringContaining("[format_unclear]") });
  });

  test("into a folder that is not there ends with 3 and leaves nothing behind", async () => {
    const path = join(bench.folder, "no-such-folder", "users.csv");
    expect(await bench.sluice("export", "users", path)).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[export_broken_off]"),
    });
  });

  test("without a token is refused with 1, and writes no file", async () => {
    const path = join(bench.folder, "nobody.csv");
    expect(await bench.sluiceAs({ token: null }, "export", "users", path)).toMatchObject({
      exit: 1,
      err: expect.stringContaining("[not_signed_in]"),
    });
    expect(existsSync(path)).toBe(false);
  });
});
