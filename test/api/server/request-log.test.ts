import { beforeAll, describe, expect, test } from "vitest";
import { makeLog } from "../../../src/api/server/request-log.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, send } from "../caller.ts";
import { enter, PASSWORD, setPassword, signIn } from "../people/sign-in.ts";

let server: TestServer;
let lines: string[] = [];

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const log = makeLog("trace", { write: (line: string) => void lines.push(line) });
  server = await startServer(store, {}, { log });
  return async () => {
    await server.close();
    await store.close();
  };
});

/** What was logged meanwhile, whole and line by line. */
async function logged(
  work: () => Promise<unknown>,
): Promise<{ text: string; entries: { [name: string]: unknown }[] }> {
  lines = [];
  await work();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { text: lines.join(""), entries: lines.map((line) => JSON.parse(line)) };
}

describe("the log", () => {
  test("has a line for each API call, which its tracking id finds", async () => {
    const headers = { trackingid: "ROUTER_1234" };
    const path = "/v1/organizations?q=acme";
    const { entries } = await logged(() => send(server, VENDOR_TOKEN, { method: "GET", path, headers }));
    expect(entries).toMatchObject([
      {
        level: 30,
        msg: "answered",
        trackingId: "ROUTER_1234",
        method: "GET",
        route: "/v1/organizations",
        status: 200,
        actor: "configured-token",
      },
    ]);
    expect(entries[0]?.milliseconds).toBeTypeOf("number");
  });

  test("has a refused call too, under the id that its caller was told", async () => {
    let told = "";
    const { entries } = await logged(async () => {
      told = (await send(server, null, { method: "GET", path: "/v1/me" })).json.trackingId;
    });
    expect(entries).toMatchObject([{ trackingId: told, status: 401 }]);
  });

  test.each([
    "/v1/updates/check?platform=win&arch=x64&version=45.1",
    "/v1/updates/check?platform=win&arch=x64&version=45.1&manual=true",
    "/feeds/electron/acme/latest.yml",
    "/healthz",
    "/readyz",
    "/metrics",
  ])("says nothing of %s", async (path) => {
    expect((await logged(() => send(server, null, { method: "GET", path }))).entries).toEqual([]);
  });

  test("has no secret in it: not of a sign-in, a new password, a token, a cookie, a query", async () => {
    const secrets: string[] = [PASSWORD, VENDOR_TOKEN, "a wrong guess", "a-token-in-a-query"];
    const { text, entries } = await logged(async () => {
      const person = await enter(server);
      await signIn(server, person.email, "a wrong guess");
      const first = await signIn(server, person.email, person.oneTimePassword);
      const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
      const next = await setPassword(server, accepted(first).token, person.oneTimePassword, PASSWORD);
      const body = { name: "script", role: "vendor_admin" };
      const made = await send(server, VENDOR_TOKEN, { method: "POST", path: "/v1/tokens", body });
      await send(server, null, { method: "GET", path: "/v1/me", headers: { cookie } });
      await get(server, accepted(made).token, "/v1/me");
      const path = `/v1/organizations/${person.id}/forecast.ics?token=a-token-in-a-query`;
      await send(server, null, { method: "GET", path });
      const shown = [first.json.token, accepted(next).token, made.json.token, cookie.split("=")[1] ?? ""];
      secrets.push(person.oneTimePassword, ...shown);
    });
    expect(entries.length).toBeGreaterThan(6);
    expect(secrets.every((secret) => secret.length > 8)).toBe(true);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test("says of a failed sign-in which account it was for, why, and whether it was throttled; never what was typed", async () => {
    const typed = "my-password-in-the-wrong-field";
    let id = "";
    const { text, entries } = await logged(async () => {
      const person = await enter(server);
      id = person.id;
      await signIn(server, typed, "whatever it was");
      for (let count = 0; count < 11; count++) await signIn(server, person.email, "a wrong guess");
      const off = await enter(server);
      const path = `/v1/administrators/${off.id}`;
      await send(server, VENDOR_TOKEN, { method: "PATCH", path, body: { disabled: true } });
      await signIn(server, off.email, off.oneTimePassword);
    });
    const failures = entries.filter(({ msg }) => msg === "an attempt to sign in failed");
    const told = failures.map(({ account, why, throttled, level }) => [
      account === id,
      why,
      throttled,
      level,
    ]);
    expect(told).toEqual([
      [false, "unknown_account", false, 40],
      ...Array(10).fill([true, "wrong_password", false, 40]),
      [true, "throttled", true, 40],
      [false, "disabled", false, 40],
    ]);
    expect(failures.every(({ address, trackingId }) => address === "127.0.0.1" && trackingId)).toBe(true);
    expect(failures[0]?.account).toBe("unknown");
    expect(text).not.toContain(typed);
    expect(text).not.toContain("@example.org");
  });

  test("does not show a secret that somebody logs by mistake", () => {
    lines = [];
    const log = makeLog("info", { write: (line: string) => void lines.push(line) });
    const headers = {
      authorization: "Bearer s3cret",
      cookie: "session=s3cret",
      "set-cookie": "s3cret",
      host: "x",
    };
    log.info({ headers, body: { password: "s3cret", token: "s3cret" }, token: "s3cret", req: { headers } });
    expect(lines.join("")).not.toContain("s3cret");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ headers: { host: "x", cookie: "(not shown)" } });
  });
});
