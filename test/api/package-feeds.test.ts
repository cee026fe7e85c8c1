import { beforeAll, expect, test } from "vitest";
import { AppInstallerClient } from "../feeds/clients/appinstaller-client.ts";
import { AptClient } from "../feeds/clients/apt-client.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, send } from "./caller.ts";
import { make } from "./tenancy.ts";

let server: TestServer;
let organization: string;
let release: string;
beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  const out = { version: "46.10.1.38083", automaticAt: "2026-01-01", state: "published" };
  release = await make(server, "/v1/releases", out);
  return async () => {
    await server.close();
    await store.close();
  };
});

const CONTROL = "Package: demo-app\nVersion: 46.10.1.38083\nArchitecture: amd64\nDescription: Demo\n";

async function upload(query: Record<string, string>, updaters: object): Promise<string> {
  const all = new URLSearchParams({ arch: "x64", ...query, updaters: JSON.stringify(updaters) });
  const headers = { "content-type": "application/octet-stream" };
  const raw = new TextEncoder().encode(query.fileName);
  const path = `/v1/releases/${release}/builds?${all}`;
  const answer = await send(server, VENDOR_TOKEN, { method: "POST", path, raw, headers });
  accepted(answer);
  return answer.json.id;
}

async function check(updater: string, platform: string) {
  const query = new URLSearchParams({ organization, platform, arch: "x64", version: "46.9", updater });
  const answer = await fetch(`${server.url}/v1/updates/check?${query}`);
  return (await answer.json()) as { action: string; reasons: { code: string }[] };
}

test("apt installs what was uploaded, once its control paragraph is known, and a check says the same", async () => {
  const build = await upload({ platform: "linux", format: "deb", fileName: "demo.deb" }, {});
  const address = { server: server.url, organization };
  const app = { platform: "linux", arch: "x64", version: "46.9" } as const;
  const lacking = await check("apt", "linux");
  expect([lacking.action, lacking.reasons.map(({ code }) => code)]).toEqual([
    "stay",
    expect.arrayContaining(["build_lacks_signature"]),
  ]);
  expect(await new AptClient().ask(address, app)).toEqual({ kind: "stay" });
  const body = { updaters: { apt: { control: CONTROL } } };
  accepted(await send(server, VENDOR_TOKEN, { method: "PATCH", path: `/v1/builds/${build}`, body }));
  expect((await check("apt", "linux")).action).toBe("update");
  for (const _again of [1, 2, 3]) {
    expect(await new AptClient().ask(address, app)).toMatchObject({
      kind: "update",
      version: "46.10.1.38083",
    });
  }
});

test("App Installer gets parts of its file also where the whole was answered before, and packages by their type", async () => {
  const msix = { name: "Acme.App", publisher: "CN=Acme", version: "46.10.1.38083" };
  await upload({ platform: "win", format: "msix", fileName: "demo.msix" }, { msix });
  const path = `/feeds/appinstaller/${organization}/arch/x64/App.appinstaller`;
  for (const _again of [1, 2, 3]) expect((await fetch(server.url + path)).status).toBe(200);
  const part = await fetch(server.url + path, { headers: { range: "bytes=0-9" } });
  expect([part.status, await part.text()]).toEqual([206, "<?xml vers"]);
  const whole = await fetch(server.url + path);
  expect([whole.status, whole.headers.get("content-range")]).toEqual([200, null]);
  const client = new AppInstallerClient({
    readPackage: () => null,
    path: () => "/arch/x64/App.appinstaller",
  });
  const app = { platform: "win", arch: "x64", version: "46.9.0.0" } as const;
  for (const _again of [1, 2]) {
    const outcome = await client.ask({ server: server.url, organization }, app);
    expect(outcome).toMatchObject({ kind: "update", version: "46.10.1.38083" });
  }
  const [, file = ""] = /<MainPackage .*Uri="([^"]+)"/.exec(await whole.text()) ?? [];
  expect((await fetch(file)).headers.get("content-type")).toBe("application/msix");
});
