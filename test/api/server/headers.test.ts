import { afterEach, describe, expect, test } from "vitest";
import { startServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { send } from "../caller.ts";

let close = async (): Promise<void> => undefined;
afterEach(() => close());

async function headersOf(path: string, publicUrl: string | null = null): Promise<Headers> {
  const store = await borrowStore("embedded");
  const server = await startServer(store, { publicUrl });
  close = async () => {
    await server.close();
    await store.close();
  };
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
