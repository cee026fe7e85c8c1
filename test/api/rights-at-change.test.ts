import { request } from "node:http";
import { expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, get, send } from "./caller.ts";
import { enterAndSignIn } from "./people/sign-in.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(() => tenancyGround("embedded"));

interface Sent {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

const LINES = { path: "/v1/imports/organizations", type: "text/csv", body: "name,partnerIds\nSlowly," };

/** Sends a call whose body comes only when `meanwhile` is done; the server has looked up the caller by then. */
async function sendSlowly(token: string, { path, type, body }: Sent, meanwhile: () => Promise<unknown>) {
  const headers = { authorization: `Bearer ${token}`, "content-type": type, expect: "100-continue" };
  const sent = request(here.server.url + path, { method: "POST", headers });
  const answered = new Promise<{ status: number; code: string | undefined }>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).errors?.[0]?.code });
    });
  });
  const continued = new Promise((resolve) => sent.once("continue", resolve));
  sent.flushHeaders();
  await continued;
  await meanwhile();
  sent.end(body);
  return answered;
}

const call = async (method: string, path: string, body?: object) =>
  accepted(await send(here.server, VENDOR_TOKEN, { method, path, ...(body && { body }) }));
const newToken = () => call("POST", "/v1/tokens", { name: "Slow", role: "vendor_admin" });

test("a file that is still sent when its token is revoked is not imported", async () => {
  const { id, token } = await newToken();
  const answered = await sendSlowly(token, LINES, () => call("DELETE", `/v1/tokens/${id}`));
  expect(answered).toEqual({ status: 401, code: "token_invalid" });
  expect((await get(here.server, VENDOR_TOKEN, "/v1/organizations?q=Slowly")).items).toEqual([]);
});

test("a build that is still sent when its token is revoked is not added", async () => {
  const { id, token } = await newToken();
  const query = "platform=win&arch=x64&format=exe&fileName=slow.exe";
  const build = {
    path: `/v1/releases/${here.release}/builds?${query}`,
    type: "application/octet-stream",
    body: "slow",
  };
  const before = await get(here.server, VENDOR_TOKEN, "/v1/builds");
  const answered = await sendSlowly(token, build, () => call("DELETE", `/v1/tokens/${id}`));
  expect(answered).toEqual({ status: 401, code: "token_invalid" });
  expect(await get(here.server, VENDOR_TOKEN, "/v1/builds")).toEqual(before);
});

test("a file that is still sent when its sender's rights are changed is not imported", async () => {
  const scope = { role: "partner_full_admin", partnerId: here.alpha };
  const { id, token } = await enterAndSignIn(here.server, scope);
  const lines = { ...LINES, body: `name,partnerIds\nSlowly,${here.alpha}` };
  const demote = () => call("PATCH", `/v1/administrators/${id}`, { role: "partner_read_only" });
  expect(await sendSlowly(token, lines, demote)).toEqual({ status: 403, code: "not_allowed" });
  expect((await get(here.server, VENDOR_TOKEN, "/v1/organizations?q=Slowly")).items).toEqual([]);
});

test("a file that is sent as slowly by somebody whose rights stay is imported", async () => {
  const { token } = await newToken();
  expect((await sendSlowly(token, LINES, newToken)).status).toBe(200);
  expect((await get(here.server, VENDOR_TOKEN, "/v1/organizations?q=Slowly")).items).toHaveLength(1);
});
