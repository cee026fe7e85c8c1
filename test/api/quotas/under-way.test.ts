import { request } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { accepted, type Call, expectRefusal, send } from "../caller.ts";
import { EventReader } from "../events/event-reader.ts";
import { sendImport } from "../imports/import-ground.ts";
import { makeToken } from "../tenancy.ts";
import { expectQuota, quotaGround, repeat } from "./quota-ground.ts";

let here: Awaited<ReturnType<typeof quotaGround>>;
const endings: (() => void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  await here.close();
});

/** Tokens of one customer, so many that none of them alone reaches a limit. */
const tokensOfAcme = (count: number) =>
  Promise.all(
    Array.from({ length: count }, () =>
      makeToken(here.server, "organization_full_admin", { organizationId: here.acme }),
    ),
  );

describe("many tokens of one customer share", () => {
  test("its streams of events; another customer and the partner have their own", async () => {
    here = await quotaGround({ organization_streams: 3 });
    const tokens = await tokensOfAcme(4);
    for (const token of tokens.slice(0, 3)) {
      const reader = await EventReader.open(here.server, token);
      endings.push(() => reader.close());
      expect(reader.status).toBe(200);
    }
    const call: Call = { method: "GET", path: "/v1/events", isEndless: true };
    expectQuota(await send(here.server, tokens[3] ?? "", call), "organization_streams", 3);
    for (const one of ["foreign_full_admin", "partner_full_admin", "vendor_admin"] as const) {
      expect((await send(here.server, here.tokens[one], call)).status, one).toBe(200);
    }
    endings.shift()?.();
    await vi.waitFor(async () => {
      expect((await send(here.server, tokens[3] ?? "", call)).status).toBe(200);
    });
  });

  test("its calls of a minute, however many callers it has", async () => {
    here = await quotaGround({ organization_calls: 7, partner_calls: 5 }, 4);
    const tokens = await tokensOfAcme(3).catch(() => []);
    expect(tokens).toHaveLength(3);
    const me: Call = { method: "GET", path: "/v1/me" };
    const [first = "", second = "", third = ""] = tokens;
    expect((await repeat(4, here, first, () => me)).statuses).toEqual([200, 200, 200, 200]);
    expect((await repeat(3, here, second, () => me)).statuses).toEqual([200, 200, 200]);
    const refused = await send(here.server, third, me);
    expectQuota(refused, "organization_calls", 7);
    expect((await send(here.server, here.tokens.foreign_full_admin, me)).status).toBe(200);
    // One caller alone is refused by its own limit first.
    const alone = await repeat(5, here, here.tokens.partner_full_admin, () => me);
    expectRefusal(alone.last, 429, "too_many_requests");
    expectQuota((await repeat(2, here, here.tokens.partner_admin, () => me)).last, "partner_calls", 5);
  });

  test("its one import under way; it may send the next when that has ended", async () => {
    here = await quotaGround({});
    const [first = "", second = ""] = await tokensOfAcme(2);
    const half = beginImport(first);
    await vi.waitFor(() => {
      const taken = here.server.context.shares.take("organization_imports", `organization:${here.acme}`);
      if (taken.ok) taken.value.release();
      expect(taken.ok).toBe(false);
    });
    for (const token of [second, first]) {
      expectQuota(await importUser(token), "organization_imports", 1);
    }
    accepted(await importUser(here.tokens.foreign_full_admin, here.foreign));
    accepted(await importUser(here.tokens.partner_full_admin));
    half.destroy();
    await vi.waitFor(async () => expect((await importUser(second)).status).toBe(200));
    expect((await importUser(second)).status).toBe(200);
  });
});

const HEADER = "organizationId,displayName,email";
let entered = 0;

function importUser(token: string, organizationId = here.acme) {
  const line = `${organizationId},N,n${entered++}@example.org`;
  return sendImport(here.server, token, "users", [HEADER, line]);
}

/** Begins an import whose body does not end. */
function beginImport(token: string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "text/csv" };
  const begun = request(`${here.server.url}/v1/imports/users`, { method: "POST", headers });
  begun.on("error", () => undefined);
  begun.write(`${HEADER}\n`);
  endings.push(() => begun.destroy());
  return begun;
}

test("the files of all imports together are bounded, and room is given back", async () => {
  here = await quotaGround({ server_import_bytes: 1_000 });
  const line = `${here.acme},${"N".repeat(60)},n@example.org`;
  const lines = [HEADER, ...Array<string>(9).fill(line)];
  const refused = await sendImport(here.server, here.tokens.vendor_admin, "users", lines);
  expectQuota(refused, "server_import_bytes", 1_000);
  for (let time = 0; time < 3; time++) accepted(await importUser(here.tokens.vendor_admin));
});

test("resumable uploads that are not complete are bounded by the bytes that they will have", async () => {
  here = await quotaGround({ server_upload_bytes: 1_000 });
  const metadata = Object.entries({
    releaseId: here.release,
    platform: "win",
    arch: "x64",
    format: "exe",
    fileName: "App.exe",
  });
  const begin = (length: number): Call => ({
    method: "POST",
    path: "/v1/uploads",
    headers: {
      "tus-resumable": "1.0.0",
      "upload-length": String(length),
      "upload-metadata": metadata.map(([name, value]) => `${name} ${btoa(value)}`).join(","),
    },
  });
  const by = here.tokens.vendor_admin;
  const first = await send(here.server, by, begin(600));
  expect(first.status).toBe(201);
  expectQuota(await send(here.server, by, begin(401)), "server_upload_bytes", 1_000);
  expect((await send(here.server, by, begin(400))).status).toBe(201);
  const given = new URL(first.headers.get("location") ?? "", here.server.url).pathname;
  const headers = { "tus-resumable": "1.0.0" };
  expect((await send(here.server, by, { method: "DELETE", path: given, headers })).status).toBe(204);
  expect((await send(here.server, by, begin(600))).status).toBe(201);
});
