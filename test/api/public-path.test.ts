import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { clientOf } from "../../src/cli/client.ts";
import { type PathProxy, startPathProxy } from "../support/path-proxy.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, send } from "./caller.ts";
import { make } from "./tenancy.ts";

const BYTES = new TextEncoder().encode("a build");

describe.each([
  ["takes the path out", false],
  ["leaves the path in", true],
])("behind a proxy that serves it under a path, and %s", (_what, keepsPath) => {
  let proxy: PathProxy;
  let server: TestServer;
  let organization: string;

  beforeAll(async () => {
    proxy = await startPathProxy("/apps/sluice", keepsPath);
    const store = await borrowStore("embedded");
    server = await startServer(store, { publicUrl: proxy.url });
    proxy.leadTo(server.url);
    organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
    const release = await make(server, "/v1/releases", {
      version: "46.1",
      automaticAt: "2026-01-01",
      state: "published",
    });
    const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=App.exe`;
    const headers = { "content-type": "application/octet-stream" };
    accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, raw: BYTES, headers }));
    return async () => {
      await server.close();
      await store.close();
      await proxy.close();
    };
  });

  /** What lies at an address that an answer names, seen from the answer's own address. */
  async function follow(address: string, from = `${proxy.url}/v1/`): Promise<string> {
    const url = new URL(address, from);
    expect(url.href.startsWith(`${proxy.url}/`), url.href).toBe(true);
    const answer = await fetch(url);
    expect(answer.status, url.href).toBe(200);
    return answer.text();
  }

  const read = async (path: string) => {
    const answer = await fetch(proxy.url + path, { headers: { authorization: `Bearer ${VENDOR_TOKEN}` } });
    expect(answer.status, path).toBe(200);
    // biome-ignore lint/suspicious/noExplicitAny: what it answers is what the test looks at
    return { headers: answer.headers, json: (): Promise<any> => answer.json() };
  };

  test("a check, a feed and the list of builds lead to the file and its manifest", async () => {
    const device = "platform=win&arch=x64&version=45.1";
    const check = await (await read(`/v1/updates/check?organization=${organization}&${device}`)).json();
    expect(await follow(check.build.url)).toBe("a build");
    const feedAddress = `${proxy.url}/feeds/electron/${organization}/latest.yml?version=45.1`;
    const feed = parse(await (await fetch(feedAddress)).text());
    expect(await follow(feed.files[0].url, feedAddress)).toBe("a build");
    const [build] = (await (await read("/v1/builds")).json()).items;
    expect(await follow(build.url)).toBe("a build");
    expect(await follow(build.manifestUrl)).toContain("build-manifest");
    const download = await fetch(`${proxy.url}/v1/builds/${build.id}/download`, {
      headers: { authorization: `Bearer ${VENDOR_TOKEN}` },
    });
    expect(await download.text()).toBe("a build");
  });

  test("the next page of a list, a calendar and the reference are under the path", async () => {
    for (const name of ["One", "Two"]) await make(server, "/v1/organizations", { name, partnerIds: [] });
    for (const list of ["/v1/organizations?max=1", "/v1/adminAudit/events?max=1"]) {
      const next = /<([^>]+)>/.exec((await read(list)).headers.get("link") ?? "")?.[1] ?? "";
      expect(next.startsWith("/apps/sluice/v1/"), next).toBe(true);
      await read(next.slice("/apps/sluice".length));
    }
    const call = { method: "POST", path: `/v1/organizations/${organization}/forecast-links` };
    const { url } = accepted(await send(server, VENDOR_TOKEN, call));
    expect(await follow(url)).toContain("BEGIN:VCALENDAR");
    const reference = await follow(`${proxy.url}/docs/`);
    const files = [...reference.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) await follow(file, `${proxy.url}/docs/`);
    const document = await (await read("/v1/openapi.json")).json();
    expect(document.servers).toEqual([{ url: proxy.url }]);
  });

  test("an upload is gone on with at the address that it was given", async () => {
    const release = await make(server, "/v1/releases", { version: "46.2", automaticAt: "2026-02-01" });
    const described = {
      releaseId: release,
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "App.exe",
    };
    const metadata = Object.entries(described).map(([name, value]) => `${name} ${btoa(value)}`);
    const headers = { authorization: `Bearer ${VENDOR_TOKEN}`, "tus-resumable": "1.0.0" };
    const begun = await fetch(`${proxy.url}/v1/uploads`, {
      method: "POST",
      headers: { ...headers, "upload-length": String(BYTES.length), "upload-metadata": metadata.join() },
    });
    const location = begun.headers.get("location") ?? "";
    expect([begun.status, location.startsWith(`${proxy.url}/v1/uploads/`)]).toEqual([201, true]);
    const sent = await fetch(location, {
      method: "PATCH",
      headers: { ...headers, "upload-offset": "0", "content-type": "application/offset+octet-stream" },
      body: BYTES,
    });
    expect(sent.status).toBeLessThan(300);
  });

  test("the command line reads every page of a list", async () => {
    const client = clientOf(new URL(proxy.url), VENDOR_TOKEN);
    const listed = await client.api.listAll("/v1/organizations", { params: { query: { max: 1 } } });
    expect(listed.ok && listed.value.length).toBe(3);
  });
});
