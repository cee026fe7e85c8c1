import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeDocument } from "../../src/api/document/document.ts";
import { makeLog } from "../../src/api/server/request-log.ts";
import { IMAGE_FORMAT } from "../../src/fleet/world-image.ts";
import { EDGE_HEADERS, EDGE_PATHS, EDGE_PROTOCOL } from "../../src/updates/edge-protocol.ts";
import { atDepth } from "../support/depth.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { EDGE_KEY } from "./edges/ask-as-edge.ts";
import { registeredRoutes } from "./registered-routes.ts";
import { makeTenancy, type Tenancy } from "./tenancy.ts";

/** The most bytes of a refusal, whatever was sent. */
const MOST_BYTES = 12_000;

/** Nobody asks it anything here. */
const PROVIDER = {
  issuer: "http://127.0.0.1:9",
  clientId: "sluice",
  clientSecret: "not asked",
  scope: "openid",
  claims: { role: "role", partner: "partner", organizations: "organizations" },
};

let server: TestServer;
let here: Tenancy;
let routes: readonly string[];
let errors: string[] = [];

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const log = makeLog("error", { write: (line: string) => void errors.push(line) });
  server = await startServer(store, { oidc: PROVIDER, edgeKey: EDGE_KEY }, { log });
  server.setClock("2026-03-01T00:00:00Z");
  here = await makeTenancy(server);
  routes = await registeredRoutes(server);
  return async () => {
    AGENT.destroy();
    await server.close();
    await store.close();
  };
});
beforeEach(() => {
  errors = [];
});

interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly required: boolean;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly unknown[];
}
const { paths } = makeDocument("/") as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** What a parameter is given, each as it stands in an address: empty, far too long, not text, a name of every object. */
const VALUES = ["", "a".repeat(10_000), "%00", "%ff", "%ED%A0%80", "__proto__", "%2e%2e%2f", "1&{name}=2"];
/** What no call knows. */
const UNKNOWN = [
  "colour=red",
  "__proto__=1",
  "constructor=1&constructor=2",
  "%00=1",
  "%ff=%ff",
  "=",
  "&&",
  "a[b]=1",
];
const HEADERS = [
  ...[
    "x-user-staging-id",
    "if-none-match",
    "if-match",
    "range",
    "if-range",
    "idempotency-key",
    "last-event-id",
  ],
  ...["accept", "cookie", "trackingid", "upload-metadata", "upload-length", "upload-offset", "tus-resumable"],
  ...["origin", "sec-fetch-site", "content-type", "x-forwarded-for", "forwarded", "user-agent"],
];
const HEADER_VALUES = ["", "a".repeat(600), "\xff\xfe", "__proto__", ["a", "b"]] as const;

/** The routes without a token in full, the others at the gate with the values that have broken one. */
const VALUES_WITH_TOKEN = atDepth({ gate: ["%00", "1&{name}=2"], soak: VALUES });

/** Values for what a call needs, so that the other parameters are looked at. */
const NEEDED: Readonly<Record<string, string>> = {
  platform: "win",
  arch: "x64",
  version: "45.1",
  installation: "one",
  q: "a",
  file: "latest.yml",
  sha256: "0".repeat(64),
  fileName: "a.exe",
  format: String(IMAGE_FORMAT),
  after: "0",
  hash: "0".repeat(64),
  max: "1",
  wait: "0",
};

/** The parameters of the calls of edges, which are in no document. */
const EDGE_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  [EDGE_PATHS.checkpoint]: ["format"],
  [EDGE_PATHS.entries]: ["after", "hash", "max", "wait"],
};
const OF_AN_EDGE = { [EDGE_HEADERS.protocol]: EDGE_PROTOCOL, [EDGE_HEADERS.edge]: "walk" };

describe("every registered route, with whatever parameters,", () => {
  test("neither fails, nor logs an error, nor answers at length", async () => {
    expect(routes.length).toBeGreaterThan(100);
    for (const route of routes) {
      const [method = "", template = ""] = route.split(" ");
      for (const asked of requestsFor(method, template)) await expectAnswer(method, asked);
    }
    expect(errors).toEqual([]);
  });

  test("leaves no check-in that the database refuses", async () => {
    await server.context.checkInWriter.flush();
    await expectAnswer("GET", {
      path: `/feeds/electron/${here.acme}/latest.yml?version=1.0&installation=last`,
    });
    await server.context.checkInWriter.flush();
    expect(server.context.checkIns.size).toBe(0);
    expect(errors).toEqual([]);
  });
});

interface Asked {
  readonly path: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Everything that is asked of one route: its path, then each parameter of its query, then its headers. */
function requestsFor(method: string, template: string): readonly Asked[] {
  if (template.startsWith("/v1/edge/")) return edgeRequests(template);
  const operation = paths[template]?.[(method === "HEAD" ? "GET" : method).toLowerCase()];
  const parameters = operation?.parameters ?? [];
  const withToken = operation?.security === undefined && operation !== undefined;
  const token = withToken ? { token: VENDOR_TOKEN } : {};
  const values = withToken ? VALUES_WITH_TOKEN : VALUES;
  const path = fill(template, method);
  const needed = parameters.filter((one) => one.in === "query" && one.required);
  const asked: Asked[] = [{ path }];
  for (const value of [...UNKNOWN, ...parametersOf(values, parameters, "query")]) {
    asked.push({ ...token, path: `${path}?${queryOf(needed, value)}` });
  }
  for (const [name] of template.matchAll(/\{\w+\}|\*/g)) {
    for (const value of values) asked.push({ ...token, path: fill(template.replace(name, value), method) });
  }
  for (const value of withToken ? HEADER_VALUES.slice(2, 3) : HEADER_VALUES) {
    const headers = Object.fromEntries(HEADERS.map((name) => [name, value]));
    asked.push({ ...token, path: `${path}?${queryOf(needed, "")}`, headers });
  }
  return asked;
}

/** The same of a call of edges, with the edge key and without. */
function edgeRequests(path: string): readonly Asked[] {
  const parameters = (EDGE_PARAMETERS[path] ?? []).map(
    (name): Parameter => ({ name, in: "query", required: true }),
  );
  const queries = ["", ...UNKNOWN, ...parametersOf(VALUES, parameters, "query")];
  const asked = queries.map((more) => ({
    path: `${path}?${queryOf(parameters, more)}`,
    headers: OF_AN_EDGE,
  }));
  const odd = HEADER_VALUES.map((value) => {
    const names = [...HEADERS, EDGE_HEADERS.edge, EDGE_HEADERS.protocol];
    return {
      path: `${path}?${queryOf(parameters, "")}`,
      headers: Object.fromEntries(names.map((name) => [name, value])),
    };
  });
  return [...asked, ...odd].flatMap((one) => [one, { ...one, token: EDGE_KEY }]);
}

/** Each of the parameters with each of the values. */
function parametersOf(values: readonly string[], parameters: readonly Parameter[], where: Parameter["in"]) {
  return parameters
    .filter((one) => one.in === where)
    .flatMap(({ name }) => values.map((value) => `${name}=${value.replace("{name}", name)}`));
}

/** What is needed, but for what is asked about. */
function queryOf(needed: readonly Parameter[], more: string): string {
  const others = needed.filter(({ name }) => !more.startsWith(`${name}=`));
  return [...others.map(({ name }) => `${name}=${NEEDED[name] ?? "x"}`), more].join("&");
}

/** A path with ids of what is there; those of nothing for a call that would change it. */
function fill(template: string, method: string): string {
  const isRead = method === "GET" || method === "HEAD";
  const known: Readonly<Record<string, string>> = {
    partners: here.alpha,
    organizations: here.acme,
    electron: here.acme,
    users: here.ann,
    releases: here.release,
    builds: here.build,
    uploads: here.upload,
  };
  return template
    .replace(/(\w+)\/\{(\w+)\}/g, (_, before: string, name: string) => {
      const id = isRead || before === "electron" ? known[before] : undefined;
      return `${before}/${NEEDED[name] ?? id ?? randomUUID()}`;
    })
    .replace(/\{(\w+)\}/g, (_, name: string) => NEEDED[name] ?? randomUUID());
}

async function expectAnswer(method: string, asked: Asked): Promise<void> {
  const { status, text } = await ask(method, asked);
  const where = `${method} ${asked.path.slice(0, 300)} ${JSON.stringify(asked.headers ?? "")} ${text.slice(0, 300)}`;
  // The provider of identities is not there, which a call to it says.
  const isProviderAway = asked.path.startsWith("/v1/sessions/oidc/") && [502, 503].includes(status);
  if (!isProviderAway) expect(status, where).toBeLessThan(500);
  if (status < 400) return;
  expect(text.length, where).toBeLessThan(MOST_BYTES);
  if (method !== "HEAD") expect(JSON.parse(text).errors?.length, where).toBeLessThanOrEqual(20);
}

const AGENT = new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends a request as it is written, and takes what comes; of a stream that does not end only the beginning. */
function ask(
  method: string,
  { path, token, headers = {} }: Asked,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(server.url);
  const sent = { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) } as Record<
    string,
    string
  >;
  return new Promise((resolve, reject) => {
    const going = request({ hostname, port, method, path, headers: sent, agent: AGENT }, (response) => {
      const { statusCode: status = 0 } = response;
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (response.headers["content-type"]?.startsWith("text/event-stream")) {
          resolve({ status, text });
          response.destroy();
        }
      });
      response.on("end", () => resolve({ status, text }));
      response.on("error", () => resolve({ status, text }));
    });
    going.on("error", (error) => reject(new Error(`${method} ${path.slice(0, 200)}`, { cause: error })));
    going.end();
  });
}

describe("a refusal", () => {
  const refusedAs = async (body: object) => {
    const response = await fetch(`${server.url}/v1/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, size: text.length, errors: JSON.parse(text).errors };
  };

  test("of many unknown fields names the first 20", async () => {
    const fields = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`f${index}`, 1]));
    const { status, size, errors: named } = await refusedAs(fields);
    expect([status, named.length]).toEqual([400, 20]);
    expect(size).toBeLessThan(MOST_BYTES);
  });

  test("of a field or a value without end repeats only so much of it", async () => {
    for (const body of [{ ["x".repeat(500_000)]: 1 }, { email: "x".repeat(500_000), password: 1 }]) {
      const { status, size } = await refusedAs(body);
      expect([status, size < MOST_BYTES]).toEqual([400, true]);
    }
  });

  test.each([
    ["an instant", "/v1/releases", { version: "46.1", automaticAt: "x".repeat(100_000) }],
    ["a version", "/v1/releases", { version: "x".repeat(100_000), automaticAt: "2026-01-01" }],
    ["an id", "/v1/organizations", { name: "New", partnerIds: ["x".repeat(100_000)] }],
    ["many ids", "/v1/organizations", { name: "New", partnerIds: Array.from({ length: 20_000 }, () => "x") }],
    ["a schedule", "/v1/organizations", { name: "New", partnerIds: [], schedule: "x".repeat(100_000) }],
    ["a role", "/v1/tokens", { name: "New", role: "x".repeat(100_000) }],
    [
      "a build",
      `/v1/releases/${randomUUID()}/builds`,
      { platform: "x".repeat(100_000), ["y".repeat(100_000)]: 1 },
    ],
  ])("of %s that is far too long repeats only so much of it", async (_what, path, body) => {
    const response = await fetch(server.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${VENDOR_TOKEN}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    expect(response.status, text.slice(0, 300)).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(text.length).toBeLessThan(MOST_BYTES);
    expect(JSON.parse(text).errors.length).toBeLessThanOrEqual(20);
  });
});
