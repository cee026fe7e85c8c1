import { expect, test, vi } from "vitest";
import { createDatabase } from "../support/databases.ts";
import { Line } from "../support/line.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { accepted, expectRefusal, get, send } from "./caller.ts";
import { make } from "./tenancy.ts";

const DATES = { version: "45.4", automaticAt: "2026-01-06", state: "published" };
const BUILD = {
  platform: "win",
  arch: "x64",
  format: "exe",
  fileName: "a.exe",
  size: 1,
  url: "https://cdn.example.org/a.exe",
  sha512: `${"A".repeat(86)}==`,
};
const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1";

test("what one server accepts, another over the same database answers within a second", async () => {
  const url = await createDatabase();
  await withServers([url, url], async (one, other) => {
    const release = await make(one!, "/v1/releases", DATES);
    await make(one!, `/v1/releases/${release}/builds`, BUILD);
    const isThere = async () =>
      expect(await get(other!, null, CHECK)).toMatchObject({ action: "update", version: "45.4" });
    await vi.waitFor(isThere, { timeout: 1_000, interval: 10 });
  });
});

test("the same build sent to two servers at once is one build", async () => {
  const url = await createDatabase();
  await withServers([url, url], async (one, other) => {
    const release = await make(one!, "/v1/releases", DATES);
    const servers = [one!, other!, one!, other!, one!, other!];
    const ids = await Promise.all(
      servers.map((server) => make(server, `/v1/releases/${release}/builds`, BUILD)),
    );
    expect(new Set(ids).size).toBe(1);
    expect((await get(one!, VENDOR_TOKEN, "/v1/builds")).items).toHaveLength(1);
  });
});

test("while the database is away checks go on, changes answer 503, and all goes on when it is back", async () => {
  const url = new URL(await createDatabase());
  const line = await Line.to(Number(url.port));
  url.port = String(line.port);
  await withServers([url.href], async (server) => {
    const release = await make(server!, "/v1/releases", DATES);
    await make(server!, `/v1/releases/${release}/builds`, BUILD);
    await line.cut();
    expect(await get(server!, null, CHECK)).toMatchObject({ action: "update", version: "45.4" });
    expect((await send(server!, null, { method: "GET", path: "/readyz" })).status).toBe(503);
    expect((await send(server!, null, { method: "GET", path: "/healthz" })).status).toBe(200);
    const body = { name: "Acme", partnerIds: [] };
    const calls = [
      { method: "POST", path: "/v1/organizations", body },
      { method: "GET", path: "/v1/releases" },
    ];
    for (const call of calls) {
      const away = await send(server!, VENDOR_TOKEN, call);
      expectRefusal(away, 503, "database_unreachable");
      expect(Number(away.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    await line.mend();
    await vi.waitFor(
      async () => {
        accepted(await send(server!, VENDOR_TOKEN, { method: "POST", path: "/v1/organizations", body }));
      },
      { timeout: 20_000 },
    );
  });
  await line.cut();
});
