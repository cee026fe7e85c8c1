import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { createDatabase } from "../support/databases.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { CHECK, enterReleases, NEWEST } from "../support/steady-load.ts";
import { uploadByTus } from "../support/tus-client.ts";
import { expectAgreement, expectNothingLost, openBeside } from "./nothing-lost.ts";

const AUTHORIZED = { authorization: `Bearer ${VENDOR_TOKEN}` };

let databaseUrl: string;
let server: ServerProcess;

beforeEach(async () => {
  databaseUrl = await createDatabase();
  server = new ServerProcess(databaseUrl);
  await server.start();
  return () => server.destroy();
});
afterEach(() => expectNothingLost(databaseUrl, []));

async function post(path: string, type: string, body: string): Promise<Response> {
  return fetch(server.url + path, { method: "POST", body, headers: { ...AUTHORIZED, "content-type": type } });
}

describe("a server that is killed", () => {
  test("in the middle of an import has applied none of it, and the same import can be sent again", async () => {
    const lines = Array.from({ length: 8_000 }, (_, index) => `Imported ${index},`);
    const body = ["name,partnerIds", ...lines, ""].join("\n");
    await enterReleases(server.url);
    const store = await openBeside(databaseUrl);
    const count = async () =>
      (await store.database.selectFrom("organizations").select("id").execute()).length;
    const sent = post("/v1/imports/organizations", "text/csv", body).then(
      ({ status }) => status,
      () => "broken",
    );
    await expect.poll(() => isWriting(store), { timeout: 20_000, interval: 5 }).toBe(true);
    await server.end("SIGKILL");
    expect(await sent).toBe("broken");
    expect(await count()).toBe(0);
    await server.start();
    expect(await (await fetch(server.url + CHECK)).json()).toMatchObject(NEWEST);
    const again = await post("/v1/imports/organizations", "text/csv", body);
    expect(await again.json()).toMatchObject({ lines: 8_000, applied: 8_000 });
    expect(await count()).toBe(8_000);
    await expectAgreement([server.url]);
    const imported = await store.database
      .selectFrom("organizations")
      .select("id")
      .limit(1)
      .executeTakeFirst();
    const check = await fetch(`${server.url}${CHECK}&organization=${imported?.id}`);
    expect(await check.json()).toMatchObject(NEWEST);
    await store.close();
  });

  test("in the middle of an upload goes on where it was acknowledged, with the same bytes", async () => {
    const dates = { version: "45.4", automaticAt: "2026-01-06", state: "published" };
    const made = await post("/v1/releases", "application/json", JSON.stringify(dates));
    const { id: releaseId } = (await made.json()) as { id: string };
    const bytes = Buffer.alloc(8 * 1024 * 1024, "sluice");
    const options = {
      endpoint: `${server.url}/v1/uploads`,
      headers: AUTHORIZED,
      chunkSize: 256 * 1024,
      metadata: { releaseId, platform: "win", arch: "x64", format: "exe", fileName: "App.exe" },
    };
    const stopped = await uploadByTus(bytes, { ...options, stopAt: 3 * 1024 * 1024 });
    await server.end("SIGKILL");
    await server.start();
    const head = await fetch(stopped.url ?? "", {
      method: "HEAD",
      headers: { ...AUTHORIZED, "tus-resumable": "1.0.0" },
    });
    expect(Number(head.headers.get("upload-offset"))).toBeGreaterThanOrEqual(2 * 1024 * 1024);
    const finished = await uploadByTus(bytes, { ...options, uploadUrl: stopped.url });
    expect(finished).toMatchObject({ code: null, buildId: expect.any(String) });
    expect(finished.sent).toBeLessThan(bytes.length);
    const check = await fetch(`${server.url}/v1/updates/check?platform=win&arch=x64&version=45.1`);
    const { build } = (await check.json()) as { build: { url: string } };
    await expectAgreement([server.url]);
    expect(Buffer.from(await (await fetch(build.url)).arrayBuffer()).equals(bytes)).toBe(true);
  });
});

/** Whether a transaction has written what nobody else can see yet. */
async function isWriting({ database }: Store): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and backend_xid is not null`.execute(
    database,
  );
  return rows.length > 0;
}
