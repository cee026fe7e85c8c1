import { beforeAll, describe, expect, test } from "vitest";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { startServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { tenancyGround } from "../tenancy-ground.ts";
import { useGround } from "../use-ground.ts";
import { NDJSON, sendImport } from "./import-ground.ts";

/** Names that a file format or a spreadsheet could trip over. */
const NAMES = [
  'Quote " and, comma',
  "=1+1",
  "'=1+1",
  "''-2",
  "'plain",
  "+31 20",
  "@home",
  "-",
  "Éclair",
  "semi;colon",
  "عربي",
  "x;=1+1;y",
  "＝1",
];

describe.each(DATABASE_KINDS)("an export on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  beforeAll(async () => {
    // So that there is something next, which an export tells, and an import reads past.
    const dates = { automaticAt: "2090-01-03T00:00:00Z", slowAt: "2090-02-07T00:00:00Z" };
    await make(here.server, "/v1/releases", { version: "45.2", state: "planned", ...dates });
    for (const [place, name] of NAMES.entries()) {
      const partnerIds = [[], [here.alpha], [here.alpha, here.beta]][place % 3];
      const legacySettings = place % 2 === 0 ? { frequency: "one_month", weeks: place } : undefined;
      await make(here.server, "/v1/organizations", { name, partnerIds, legacySettings });
    }
    const user = { displayName: "=cmd", email: "+eve@example.org" };
    await make(here.server, `/v1/organizations/${here.other}/users`, user);
  });

  const read = async (path: string, accept: string, token = here.tokens.vendor_admin) => {
    const answered = await send(here.server, token, {
      method: "GET",
      path: `/v1/exports/${path}`,
      headers: { accept },
    });
    accepted(answered);
    return answered;
  };

  /** What matters of organizations when their ids are others. */
  const looks = async () => {
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/organizations?max=1000");
    return (items as { name: string; partnerIds: string[]; schedule: object; inherits: boolean }[]).map(
      ({ name, partnerIds, schedule, inherits }) => ({ name, partnerIds, schedule, inherits }),
    );
  };

  test.each([
    ["text/csv", { "content-type": "text/csv" }],
    ["application/x-ndjson", NDJSON],
  ])("what is exported as %s can be imported again, and is the same", async (accept, headers) => {
    const before = await looks();
    const organizations = (await read("organizations", accept)).text;
    expect(organizations).toMatch(/45\.2[",:a-zA-Z]+2090-01-03[",:a-zA-Z]+new_installation/);
    const users = (await read("users", accept)).text;
    const legacy = (await read("legacy-settings", accept)).text;
    for (const { organization } of await ids()) await remove(organization);
    expect(await looks()).toEqual([]);
    const report = accepted(
      await sendImport(here.server, here.tokens.vendor_admin, "organizations", [organizations], headers),
    );
    expect(report).toMatchObject({ lines: before.length, applied: before.length, errorCount: 0 });
    expect(await looks()).toEqual(before);
    expect((await read("organizations", accept)).text.split("\n").sort()).toEqual(
      organizations.split("\n").sort(),
    );
    const renamed = await withNewIds([users, legacy]);
    for (const [place, kindOf] of (["users", "legacy-settings"] as const).entries()) {
      const text = renamed[place] ?? "";
      accepted(await sendImport(here.server, here.tokens.vendor_admin, kindOf, [text], headers));
      const again = (await read(kindOf, accept)).text;
      expect(again.split("\n").sort()).toEqual(text.split("\n").sort());
    }
  });

  const ids = async () => {
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/organizations?max=1000");
    return (items as { id: string; name: string }[]).map(({ id, name }) => ({ organization: id, name }));
  };
  const names = new Map<string, string>();
  const remove = async (id: string) => {
    const { name } = await get(here.server, here.tokens.vendor_admin, `/v1/organizations/${id}`);
    names.set(id, name);
    const call = { method: "DELETE", path: `/v1/organizations/${id}` };
    accepted(await send(here.server, here.tokens.vendor_admin, call));
  };
  /** Puts the new organization's id where that of the removed one stood. */
  const withNewIds = async (texts: readonly string[]) => {
    const byName = new Map((await ids()).map(({ organization, name }) => [name, organization]));
    return texts.map((text) =>
      [...names].reduce((all, [id, name]) => all.replaceAll(id, byName.get(name) ?? id), text),
    );
  };

  test("a spreadsheet finds no formula in it", async () => {
    const { text, headers } = await read("organizations", "text/csv");
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="organizations.csv"');
    expect(text).toMatch(
      /^name,partnerIds,legacyFrequency,legacyWeeks,customerNumbers,nextVersion,nextDay,nextBasis,nextIsExact\r\n/,
    );
    const cells = text.split("\r\n").map((line) => line.replace(/^"/, ""));
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith("'=1+1"))).toHaveLength(1);
    expect(cells.filter((cell) => cell.startsWith("''=1+1"))).toHaveLength(1);
  });

  test.each([
    ["partner_full_admin", "alpha"],
    ["beta_full_admin", "beta"],
  ] as const)("%s exports only what its partner serves", async (who, partner) => {
    const token = here.tokens[who];
    const { items } = await get(here.server, token, "/v1/organizations?max=1000");
    const lines = (await read("organizations", "application/x-ndjson", token)).text.trim().split("\n");
    const exported = lines.map((line) => JSON.parse(line));
    expect(exported.map(({ name }) => name)).toEqual(items.map(({ name }: { name: string }) => name));
    for (const { partnerIds } of exported) expect(partnerIds).toContain(here[partner]);
    const own = new Set(items.map(({ id }: { id: string }) => id));
    for (const path of ["users", "legacy-settings"]) {
      const text = (await read(path, "application/x-ndjson", token)).text.trim();
      for (const line of text === "" ? [] : text.split("\n")) {
        expect(own.has(JSON.parse(line).organizationId), path).toBe(true);
      }
    }
  });

  test("more than one batch is exported whole", async () => {
    const lines = ["name", ...Array.from({ length: 1_203 }, (_, place) => `Same name ${place % 7}`)];
    accepted(await sendImport(here.server, here.tokens.vendor_admin, "organizations", lines));
    const { organization: id } = (await ids())[0] ?? { organization: "" };
    const users = Array.from({ length: 2_100 }, (_, place) => `${id},Bulk ${place % 5},bulk@example.org`);
    const header = "organizationId,displayName,email";
    accepted(await sendImport(here.server, here.tokens.vendor_admin, "users", [header, ...users]));
    const organizations = (await read("organizations", "text/csv")).text;
    expect(organizations.match(/^Same name/gm)).toHaveLength(1_203);
    expect((await read("users", "text/csv")).text.match(/,Bulk \d,/g)).toHaveLength(2_100);
  });
});

test.each([
  ["/v1/exports/organizations", "name;partnerIds;"],
  ["/v1/adminAudit/events", "sequence;created;"],
  ["/v1/builds/downloads", "id;downloadedAt;"],
])("%s is CSV for a spreadsheet program where that is asked for", async (path, start) => {
  const store = await borrowStore("embedded");
  const server = await startServer(store);
  const url = `${server.url}${path}?separator=semicolon&bom=true`;
  const headers = { authorization: `Bearer ${VENDOR_TOKEN}`, accept: "text/csv" };
  const bytes = Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
  expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
  expect(bytes.subarray(3).toString().startsWith(start)).toBe(true);
  await server.close();
  await store.close();
});

test("an export of an empty installation is its header alone", async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store);
  const answered = await send(server, VENDOR_TOKEN, { method: "GET", path: "/v1/exports/users" });
  expect(answered.text).toBe("organizationId,displayName,email\r\n");
  await server.close();
  await store.close();
});
