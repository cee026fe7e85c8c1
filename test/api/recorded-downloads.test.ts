import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, changingNothing, expectRefusal, get, refusedCall, send } from "./caller.ts";
import { make, makeTenancy, makeToken, type Tenancy } from "./tenancy.ts";

const LIST = "/v1/builds/downloads";
const BYTES = new TextEncoder().encode("the bytes of a build");

let here: Tenancy;
let uploaded: { readonly id: string; readonly url: string; readonly fileName: string };

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store, { trustedProxies: ["127.0.0.1"] });
  server.setClock("2026-03-01T00:00:00Z");
  here = await makeTenancy(server);
  const path = `/v1/releases/${here.release}/builds?platform=win&arch=x64&format=exe&fileName=App%20(1).exe`;
  const headers = { "content-type": "application/octet-stream" };
  const call = { method: "POST", path, raw: BYTES, headers };
  uploaded = accepted(await send(server, here.tokens.vendor_admin, call));
  return async () => {
    await server.close();
    await store.close();
  };
});

interface Download {
  readonly buildId: string;
  readonly actor: { readonly id: string; readonly role: string };
  readonly partnerId: string | null;
}

/** Downloads at a moment of its own; gives the answer. */
async function download(token: string, id: string, when: string, method = "GET", from = "203.0.113.9") {
  here.server.setClock(when);
  const headers = { "x-forwarded-for": from };
  return send(here.server, token, { method, path: `/v1/builds/${id}/download`, headers });
}

async function listed(token: string, query = ""): Promise<Download[]> {
  return (await get(here.server, token, LIST + query)).items;
}

describe("a download", () => {
  test("leads to the file, and is recorded with who, what, when, and of the address the network (R22)", async () => {
    const { partner_full_admin: token, vendor_admin: vendor } = here.tokens;
    const answered = await changingNothing(here.server, () =>
      download(token, uploaded.id, "2026-03-01T01:00:00Z"),
    );
    expect(answered.status).toBe(302);
    expect(answered.headers.get("location")).toBe(uploaded.url);
    expect(answered.headers.get("cache-control")).toBe("private, no-store");
    const file = await send(here.server, null, {
      method: "GET",
      path: answered.headers.get("location") ?? "",
    });
    expect([file.status, file.text]).toEqual([200, "the bytes of a build"]);
    const { person } = await get(here.server, token, "/v1/me");
    expect(await listed(vendor, `?buildId=${uploaded.id}&from=2026-03-01T01:00:00Z&max=1`)).toEqual([
      {
        id: expect.any(String),
        downloadedAt: "2026-03-01T01:00:00.000Z",
        actor: {
          id: person.id,
          displayName: "token of partner_full_admin",
          role: "partner_full_admin",
          kind: "token",
        },
        partnerId: here.alpha,
        network: "203.0.113.0/24",
        buildId: uploaded.id,
        version: "45.1",
        platform: "win",
        arch: "x64",
        format: "exe",
        fileName: "App (1).exe",
      },
    ]);
  });

  test("of a build that is hosted elsewhere leads there", async () => {
    const answered = await download(here.tokens.partner_help_desk, here.build, "2026-03-02T00:00:00Z");
    expect([answered.status, answered.headers.get("location")]).toEqual([
      302,
      "https://cdn.example.org/Hosted.zip",
    ]);
    expect(await listed(here.tokens.vendor_admin, "?from=2026-03-02")).toMatchObject([
      { buildId: here.build, actor: { role: "partner_help_desk" } },
    ]);
  });

  test("is one record, however often its file is asked for; who only looks is none", async () => {
    const { vendor_admin: vendor } = here.tokens;
    const before = await listed(vendor);
    const looked = await download(vendor, uploaded.id, "2026-03-03T00:00:00Z", "HEAD");
    expect([looked.status, looked.headers.get("location")]).toEqual([302, uploaded.url]);
    expect(await listed(vendor)).toEqual(before);
    const { headers } = await download(vendor, uploaded.id, "2026-03-03T00:00:00Z");
    for (const range of ["bytes=0-3", "bytes=4-9", "bytes=10-"]) {
      const call = { method: "GET", path: headers.get("location") ?? "", headers: { range } };
      expect((await send(here.server, null, call)).status).toBe(206);
    }
    expect(await listed(vendor)).toHaveLength(before.length + 1);
  });

  test("of a release that is not out is not found, but for the vendor; nothing is recorded", async () => {
    const { vendor_admin: vendor, partner_full_admin: partner } = here.tokens;
    const planned = await make(here.server, "/v1/releases", { version: "46.1", automaticAt: "2027-01-05" });
    const hosted = { platform: "win", arch: "x64", format: "exe", fileName: "Next.exe", size: 1 };
    const where = { url: "https://cdn.example.org/Next.exe", sha512: `${"A".repeat(86)}==` };
    const id = await make(here.server, `/v1/releases/${planned}/builds`, { ...hosted, ...where });
    const before = await listed(vendor);
    for (const path of [`/v1/builds/${id}/download`, `/v1/builds/${id}/manifest`]) {
      await refusedCall(here.server, partner, { method: "GET", path }, 404, "not_found");
    }
    expect(await listed(vendor)).toEqual(before);
    expect((await download(vendor, id, "2026-03-04T00:00:00Z")).status).toBe(302);
  });

  test("behind a public address leads there", async () => {
    const store = await borrowStore("embedded");
    const server = await startServer(store, { publicUrl: "https://updates.example.org/sluice" });
    const dates = { version: "45.1", automaticAt: "2026-01-06" };
    const release = await make(server, "/v1/releases", dates);
    const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=App.exe`;
    const headers = { "content-type": "application/octet-stream" };
    const { tokens } = here;
    const build = accepted(
      await send(server, tokens.vendor_admin, { method: "POST", path, raw: BYTES, headers }),
    );
    const call = { method: "GET", path: `/v1/builds/${build.id}/download` };
    const { headers: answered } = await send(server, tokens.vendor_admin, call);
    expect(build.url).toMatch(/^\/sluice\/builds\//);
    expect(answered.get("location")).toBe(`https://updates.example.org${build.url}`);
    await server.close();
    await store.close();
  });
});

describe("the list of downloads", () => {
  test("shows a partner its own people's, a limited one its own, and others nothing of it", async () => {
    const { vendor_admin, partner_full_admin, partner_admin, beta_full_admin } = here.tokens;
    for (const token of [vendor_admin, partner_full_admin, partner_admin, beta_full_admin]) {
      await download(token, uploaded.id, "2026-04-01T00:00:00Z");
    }
    const seenBy = async (token: string) =>
      (await listed(token, "?from=2026-04-01")).map(({ actor }) => actor.role).sort();
    expect(await seenBy(vendor_admin)).toHaveLength(4);
    expect(await seenBy(partner_full_admin)).toEqual(["partner_admin", "partner_full_admin"]);
    expect(await seenBy(here.tokens.partner_read_only)).toEqual(["partner_admin", "partner_full_admin"]);
    expect(await seenBy(partner_admin)).toEqual(["partner_admin"]);
    expect(await seenBy(here.tokens.alpha_admin_elsewhere)).toEqual([]);
    const own = await listed(beta_full_admin);
    expect(own).toMatchObject([{ partnerId: here.beta, actor: { role: "partner_full_admin" } }]);
    expect(own).toHaveLength(1);
  });

  test("comes in pages that hold each once, the newest first, and by build and time", async () => {
    const { vendor_admin: vendor } = here.tokens;
    for (const day of ["01", "02", "02", "03"]) {
      await download(vendor, here.build, `2026-05-${day}T00:00:00Z`);
    }
    const whole = await listed(vendor, "?from=2026-05-01");
    expect(
      whole.map((one) => (one as unknown as { downloadedAt: string }).downloadedAt.slice(0, 10)),
    ).toEqual(["2026-05-03", "2026-05-02", "2026-05-02", "2026-05-01"]);
    const paged: Download[] = [];
    let next: string | undefined = `${LIST}?from=2026-05-01&max=1`;
    while (next !== undefined) {
      const answered = await send(here.server, vendor, { method: "GET", path: next });
      paged.push(...accepted(answered).items);
      next = /<([^>]*)>/.exec(answered.headers.get("link") ?? "")?.[1];
    }
    expect(paged).toEqual(whole);
    expect(await listed(vendor, `?buildId=${here.build}&from=2026-05-02&to=2026-05-02`)).toHaveLength(2);
    expect(await listed(vendor, `?buildId=${uploaded.id}&from=2026-05-01`)).toEqual([]);
  });

  test("is CSV for who asks for it, with nothing that a spreadsheet would run", async () => {
    const token = await makeToken(here.server, "vendor_admin", { name: "=HYPERLINK(1)" });
    await download(token, uploaded.id, "2026-06-01T00:00:00Z", "GET", "2001:db8:aa:bb::1");
    const path = `${LIST}?from=2026-06-01`;
    const answered = await send(here.server, here.tokens.vendor_admin, {
      method: "GET",
      path,
      headers: { accept: "text/csv" },
    });
    expect(answered.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(parse(answered.text, { columns: true })).toMatchObject([
      {
        downloadedAt: "2026-06-01T00:00:00.000Z",
        actorName: "'=HYPERLINK(1)",
        actorRole: "vendor_admin",
        actorKind: "token",
        partnerId: "",
        network: "2001:db8:aa::/48",
        buildId: uploaded.id,
        version: "45.1",
        fileName: "App (1).exe",
      },
    ]);
  });

  test("refuses a place in it that is none", async () => {
    const path = `${LIST}?after=${Buffer.from('["x","y"]').toString("base64url")}`;
    expectRefusal(
      await send(here.server, here.tokens.vendor_admin, { method: "GET", path }),
      400,
      "page_malformed",
    );
  });
});
