import { createHash, randomUUID } from "node:crypto";
import { get as httpGet } from "node:http";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { emptyStore } from "../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, get, refusedCall, send } from "./caller.ts";
import { make, makeToken } from "./tenancy.ts";

let store: Store;
let server: TestServer;
let alpha: string;
let acme: string;

beforeAll(async () => {
  store = await borrowStore("embedded");
  return () => store.close();
});

beforeEach(async () => {
  await emptyStore(store);
  server = await startServer(store);
  server.setClock("2026-03-01T00:00:00Z");
  alpha = await make(server, "/v1/partners", { name: "Alpha" });
  acme = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [alpha] });
  return () => server.close();
});

const BYTES = new Uint8Array(Buffer.from("the bytes of a build"));
const DEVICE = "platform=win&arch=x64&version=45.1";

async function release(version: string, dates: object): Promise<string> {
  const id = await make(server, "/v1/releases", { version, state: "published", ...dates });
  const path = `/v1/releases/${id}/builds?platform=win&arch=x64&format=exe&fileName=App-${version}.exe`;
  const headers = { "content-type": "application/octet-stream" };
  accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, raw: BYTES, headers }));
  return id;
}

async function partnerDefault(cadence: string, deferralWeeks?: number, token = VENDOR_TOKEN): Promise<void> {
  const path = `/v1/partners/${alpha}/release-settings`;
  accepted(
    await send(server, token, { method: "PUT", path, body: { schedule: { cadence, deferralWeeks } } }),
  );
}

function check(query = `organization=${acme}&${DEVICE}`) {
  return get(server, null, `/v1/updates/check?${query}`);
}

/** The same question on the full way: an encoded letter is nothing for the fast one. */
function fullCheck(query = `organization=${acme}&${DEVICE}`) {
  return check(query.replace("platform=w", "platform=%77"));
}

function explain(query = DEVICE, organization = acme) {
  return get(server, VENDOR_TOKEN, `/v1/organizations/${organization}/explain?${query}`);
}

describe("what an update check answers", () => {
  beforeEach(async () => {
    await release("45.4", { automaticAt: "2026-02-20" });
  });

  test("is where the build lies, what it must be, and why", async () => {
    const answer = await check();
    expect(answer).toEqual({
      action: "update",
      version: "45.4",
      build: {
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/builds\/[0-9a-f]{64}\/App-45\.4\.exe$/),
        sha512: createHash("sha512").update(BYTES).digest("base64"),
        size: BYTES.length,
        fileName: "App-45.4.exe",
      },
      final: true,
      support: { state: "supported", endsAt: null, expiresAt: null, enforced: true },
      reasons: [
        { code: "newest_eligible", rule: "R5", version: "45.4", eligibleAt: "2026-02-20T00:00:00.000Z" },
        { code: "vendor_default", rule: "R6", schedule: { cadence: "automatic" } },
      ],
      nextCheckSeconds: expect.any(Number),
    });
    const bytes = new Uint8Array(await (await fetch(answer.build.url)).arrayBuffer());
    expect(createHash("sha512").update(bytes).digest("base64")).toBe(answer.build.sha512);
  });

  test("to one installation is not kept by anything between", async () => {
    for (const version of ["45.1", "4%35.1"]) {
      const path = `/v1/updates/check?platform=win&arch=x64&version=${version}&installation=one`;
      const { headers } = await send(server, null, { method: "GET", path });
      expect(headers.get("cache-control")).toBe("private, no-store");
    }
  });

  test("names the server as the request did, and by its own address where that names none", async () => {
    const hosts = [
      ["updates.example.org:8443", "http://updates.example.org:8443/"],
      ["[::1]:80", "http://[::1]:80/"],
      ["my_service:65535", "http://my_service:65535/"],
      ["", "http://127.0.0.1:"],
    ] as const;
    for (const [host, origin] of hosts) {
      for (const query of [DEVICE, `${DEVICE}&manual=1`]) {
        const text = await getAs(host, `/v1/updates/check?${query}`);
        expect(JSON.parse(text).build.url.startsWith(origin), text).toBe(true);
      }
    }
  });

  test("takes the package format that the updater can use", async () => {
    const exe = await check(`${DEVICE}&format=exe`);
    expect(exe).toMatchObject({ action: "update", build: { fileName: "App-45.4.exe" } });
    const msi = await check(`${DEVICE}&format=msi`);
    expect(msi).toMatchObject({ action: "stay", version: "45.1" });
    expect(msi.reasons).toContainEqual({ code: "no_build_for_platform", rule: "R5", version: "45.4" });
  });
});

/** A request that says to whom it is, which fetch does not let one do. */
function getAs(host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = httpGet(server.url + path, { headers: { host } }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    asked.on("error", reject);
  });
}

test("a server that is told its public address names it", async () => {
  await release("45.4", { automaticAt: "2026-02-20" });
  const other = await startServer(store, { publicUrl: "https://updates.example.org/sluice" });
  try {
    other.setClock("2026-03-01T00:00:00Z");
    const answer = await get(other, null, `/v1/updates/check?${DEVICE}`);
    expect(answer.build.url).toMatch(/^https:\/\/updates\.example\.org\/sluice\/builds\/[0-9a-f]{64}\//);
  } finally {
    await other.close();
  }
});

describe("a change of the partner's default", () => {
  test("is in the very next answer, on both ways", async () => {
    await release("45.4", { automaticAt: "2026-02-20" });
    await release("45.2", { automaticAt: "2026-01-20" });
    for (const ask of [check, fullCheck]) {
      await partnerDefault("automatic");
      expect(await ask()).toMatchObject({ action: "update", version: "45.4" });
      await partnerDefault("latest", 4);
      const deferred = await ask(`organization=${acme}&${DEVICE}&installation=one`);
      expect(deferred.reasons).toContainEqual({
        code: "partner_default",
        rule: "R6",
        schedule: { cadence: "latest", deferralWeeks: 4 },
      });
      expect(deferred.version).not.toBe("45.4");
    }
  });
});

describe("whoever is not known (R21)", () => {
  test("gets the vendor default, in the same words as a known organization under it", async () => {
    await release("45.4", { automaticAt: "2026-02-20" });
    const queries = [DEVICE, `organization=${randomUUID()}&${DEVICE}`, `organization=nonsense&${DEVICE}`];
    const alike = [];
    for (const query of [...queries, `organization=${acme}&user=${randomUUID()}&${DEVICE}`]) {
      for (const ask of [check, fullCheck]) alike.push(wordsOf(await ask(query)));
    }
    for (const words of alike) expect(words).toBe(wordsOf(await check()));
  });

  test("an organization is known by its long id, too", async () => {
    await partnerDefault("latest", 4);
    await release("45.4", { automaticAt: "2026-02-20" });
    const long = Buffer.from(`ciscospark://us/ORGANIZATION/${acme}`).toString("base64url");
    for (const id of [acme, acme.toUpperCase(), long]) {
      expect(wordsOf(await check(`organization=${id}&${DEVICE}`))).toBe(wordsOf(await fullCheck()));
      expect(await check(`organization=${id}&${DEVICE}`)).toMatchObject({ action: "stay" });
    }
  });
});

/** An answer as text, but for when to ask again, which is drawn by lot. */
function wordsOf({ nextCheckSeconds: _, ...answer }: Awaited<ReturnType<typeof check>>): string {
  return JSON.stringify(answer);
}

describe("when to ask again (R16)", () => {
  const secondsOf = async () => {
    const answers = [await check(), await fullCheck(), await check(`${DEVICE}&installation=x`)];
    return answers.map((answer) => answer.nextCheckSeconds as number);
  };

  test("is within a day where no date is in sight, not for everybody at once", async () => {
    const drawn = new Set<number>();
    for (let times = 0; times < 10; times++) {
      for (const seconds of await secondsOf()) {
        expect(seconds).toBeGreaterThan(86_400 - 3_600);
        expect(seconds).toBeLessThanOrEqual(86_400);
        drawn.add(seconds);
      }
    }
    expect(drawn.size).toBeGreaterThan(5);
  });

  test.each([
    ["2026-03-01T02:00:00Z", 7_200],
    ["2026-03-01T00:00:00.001Z", 1],
    ["2026-03-01T12:00:00Z", 43_200],
  ])("is soon after a date that may bring something (%s)", async (automaticAt, soonest) => {
    await release("45.4", { automaticAt });
    for (const seconds of await secondsOf()) {
      expect(seconds).toBeGreaterThanOrEqual(soonest);
      expect(seconds).toBeLessThan(soonest + 3_600);
    }
  });

  test("follows the schedule that governs: a date passed for the vendor is a week away on latest, 1 week", async () => {
    await partnerDefault("latest", 1);
    await release("45.4", { automaticAt: "2026-02-22T01:00:00Z" });
    for (const ask of [check, fullCheck]) {
      const { nextCheckSeconds } = await ask();
      expect(nextCheckSeconds).toBeGreaterThanOrEqual(3_600);
      expect(nextCheckSeconds).toBeLessThan(7_200);
      expect((await ask(DEVICE)).nextCheckSeconds).toBeGreaterThan(86_400 - 3_600);
    }
  });

  test("the answer has changed when that date has come, without anybody asking before", async () => {
    await release("45.4", { automaticAt: "2026-03-01T02:00:00Z" });
    expect(await check()).toMatchObject({ action: "stay" });
    server.setClock("2026-03-01T01:59:59.999Z");
    expect(await check()).toMatchObject({ action: "stay" });
    server.setClock("2026-03-01T02:00:00Z");
    expect(await check()).toMatchObject({ action: "update", version: "45.4" });
    server.setClock("2026-03-01T01:00:00Z");
    expect(await check()).toMatchObject({ action: "stay" });
  });
});

describe("explain", () => {
  test("names the rule, who set it and when, once a partner's default governs", async () => {
    await release("45.4", { automaticAt: "2026-02-20" });
    const token = await makeToken(server, "partner_full_admin", { partnerId: alpha });
    server.setClock("2026-03-01T08:00:00Z");
    await partnerDefault("latest", 4, token);
    const { person } = await get(server, token, "/v1/me");
    const { verdict, trace } = await explain();
    expect(wordsOf(verdict)).toBe(wordsOf(await check()));
    const entry = {
      sequence: server.context.fleet.sequence,
      at: "2026-03-01T08:00:00.000Z",
      actor: { id: person.id, displayName: "token of partner_full_admin", role: "partner_full_admin" },
      action: "change_partner_settings",
    };
    const step = trace.find((one: { decided: string }) => one.decided === "partner_has_a_default");
    expect(step).toMatchObject({
      rule: "R6",
      saw: { partnerId: alpha, schedule: "latest:4" },
      entries: [entry],
    });
    const audit = await get(server, VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    expect(audit.items[0]).toMatchObject({ sequence: entry.sequence, created: entry.at, actor: entry.actor });
    const rules = trace.map((one: { rule: string }) => Number(one.rule.slice(1)));
    expect(rules).toEqual([...rules].sort((a, b) => a - b));
  });

  test("gives for an instant before a change the verdict of then (R17)", async () => {
    await release("45.4", { automaticAt: "2026-02-20" });
    const before = wordsOf(await check());
    server.setClock("2026-03-02T00:00:00Z");
    await partnerDefault("latest", 4);
    expect(wordsOf((await explain()).verdict)).not.toBe(before);
    expect(wordsOf((await explain(`${DEVICE}&at=2026-03-01T23:59:59Z`)).verdict)).toBe(before);
    const late = await explain(`${DEVICE}&at=2026-03-20`);
    expect(late.verdict).toMatchObject({ action: "update", version: "45.4" });
  });

  test("knows nobody before the organization was there", async () => {
    const { verdict, trace } = await explain(`${DEVICE}&at=2026-02-28`);
    expect(verdict).toMatchObject({
      action: "stay",
      reasons: [{ code: "nothing_eligible" }, { code: "vendor_default" }],
    });
    expect(trace.map((one: { decided: string }) => one.decided)).toContain(
      "unknown_organization_gets_the_vendor_default",
    );
  });

  test("is for one's own organizations", async () => {
    const foreign = await make(server, "/v1/organizations", { name: "Foreign", partnerIds: [] });
    const token = await makeToken(server, "partner_help_desk", { partnerId: alpha });
    const call = (id: string) => ({ method: "GET", path: `/v1/organizations/${id}/explain?${DEVICE}` });
    expect((await send(server, token, call(acme))).status).toBe(200);
    await refusedCall(server, token, call(foreign), 404, "not_found");
    await refusedCall(server, token, call(randomUUID()), 404, "not_found");
  });
});
