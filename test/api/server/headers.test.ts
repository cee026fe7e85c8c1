import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { send } from "../caller.ts";
import { enter, signIn } from "../people/sign-in.ts";

let close = async (): Promise<void> => undefined;
afterEach(() => close());

/** Starts a server, which the test ends. */
async function start(publicUrl: string | null = null): Promise<TestServer> {
  const store = await borrowStore("embedded");
  const server = await startServer(store, { publicUrl });
  close = async () => {
    await server.close();
    await store.close();
  };
  return server;
}

async function headersOf(path: string, publicUrl: string | null = null): Promise<Headers> {
  const server = await start(publicUrl);
  return (await send(server, VENDOR_TOKEN, { method: "GET", path })).headers;
}

describe.each(["/v1/me", "/v1/nowhere", "/healthz", "/docs"])("%s", (path) => {
  test("is answered with a strict policy, and tells nothing of the program behind", async () => {
    const headers = await headersOf(path);
    const policy = (headers.get("content-security-policy") ?? "").split(";");
    expect(policy).toEqual(
      expect.arrayContaining([
        ...["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"],
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe|upgrade-insecure/);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "permissions-policy": expect.stringMatching(/camera=\(\).*geolocation=\(\).*usb=\(\)/),
    });
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
  });
});

test("browsers are told to keep to https only where the server is reached so", async () => {
  expect((await headersOf("/v1/me")).get("strict-transport-security")).toBeNull();
  await close();
  const secure = await headersOf("/v1/me", "https://updates.example.org");
  expect(secure.get("strict-transport-security")).toBe("max-age=31536000");
  expect(secure.get("content-security-policy")).toContain("upgrade-insecure-requests");
});

const OPEN_API: { readonly paths: Readonly<Record<string, object>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "openapi.json"), "utf8"),
);

/** What others may keep: what names nobody, by the route that says so. */
const MAY_BE_KEPT = [/^\/v1\/(signing|updater)-keys$/, /^\/key\.asc$/, /^\/docs/];

test("no answer is kept by anybody unless its route says so", async () => {
  const server = await start();
  const answers = Object.entries(OPEN_API.paths).filter(
    ([path, operations]) => "get" in operations && !MAY_BE_KEPT.some((kept) => kept.test(path)),
  );
  expect(answers.length).toBeGreaterThan(40);
  for (const [path] of answers) {
    // A stream has no end, and without an identity provider there is no sign-in with one.
    if (path === "/v1/events" || path.startsWith("/v1/sessions/oidc/")) continue;
    const { headers } = await send(server, VENDOR_TOKEN, {
      method: "GET",
      path: path.replaceAll(/\{[^}]+\}/g, "6f1b0c52-0000-4000-8000-000000000001"),
    });
    expect([path, headers.get("cache-control")]).toEqual([path, expect.stringContaining("no-store")]);
  }
});

test("a browser forgets what it downloaded when its person signs out", async () => {
  const server = await start();
  const person = await enter(server);
  const cookie = (await signIn(server, person.email, person.oneTimePassword)).json.token;
  const { status, headers } = await send(server, cookie, { method: "DELETE", path: "/v1/sessions/current" });
  expect([status, headers.get("clear-site-data")]).toEqual([204, '"cache"']);
});
