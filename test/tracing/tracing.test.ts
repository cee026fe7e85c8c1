import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/api/config.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { ServerProcess } from "../support/server-process.ts";

/** A span as it arrives at a collector. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

const spans: Span[] = [];
const services = new Set<unknown>();
let received = "";
const collector = createServer(async (request: IncomingMessage, response) => {
  const body = await text(request);
  received += body;
  for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
    for (const { key, value } of resource.attributes)
      if (key === "service.name") services.add(value.stringValue);
    for (const { spans: some } of scopeSpans) spans.push(...some);
  }
  response.setHeader("content-type", "application/json").end("{}");
});
let server: ServerProcess;

beforeAll(async () => {
  await new Promise<void>((resolve) => void collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  server = new ServerProcess("", [], {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: "500",
    OTEL_BSP_SCHEDULE_DELAY: "50",
    TRUSTED_PROXIES: "127.0.0.2",
    LOG_LEVEL: "info",
  });
  await server.start();
});

afterAll(async () => {
  await server.destroy();
  await new Promise((resolve) => void collector.close(resolve));
});

const spanOf = (name: string) => expect.poll(() => spans.find((one) => one.name === name)).toBeDefined();

async function create(name: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const { status } = await fetch(`${server.url}/v1/organizations`, {
    method: "POST",
    headers: { authorization: `Bearer ${VENDOR_TOKEN}`, "content-type": "application/json", ...headers },
    body: JSON.stringify({ name, partnerIds: [] }),
  });
  return status;
}

describe("a server with a collector", () => {
  test("sends each call with its command and the statements in it, and nothing of what was asked", async () => {
    const parent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    expect(await create("Hush & Sons", { traceparent: parent })).toBe(201);
    await fetch(`${server.url}/v1/updates/check?platform=win&arch=x64&version=1.0`);
    await fetch(`${server.url}/healthz`);
    await spanOf("POST /v1/organizations");
    const call = spans.find(({ name }) => name === "POST /v1/organizations");
    const command = spans.find(({ name }) => name === "command create_organization");
    const statement = spans.find(({ name }) => name === "insert ledger_entries");
    expect(command).toMatchObject({ traceId: call?.traceId, parentSpanId: call?.spanId });
    expect(statement).toMatchObject({ traceId: call?.traceId, parentSpanId: command?.spanId });
    const said = new Map(call?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
    expect(said.get("http.route")).toBe("/v1/organizations");
    expect(said.get("http.response.status_code")).toBe(201);
    expect(server.output).toContain(`"traceId":"${call?.traceId}"`);
    expect(services).toEqual(new Set(["sluice"]));
    // A caller that is no trusted proxy does not decide what its call is part of.
    expect(call?.traceId).not.toBe("a".repeat(32));
    expect(call?.parentSpanId ?? "").toBe("");
    for (const secret of ["Hush", VENDOR_TOKEN]) expect(received).not.toContain(secret);
    const names = spans.map(({ name }) => name);
    expect(names.filter((name) => /check|healthz/.test(name))).toEqual([]);
  });

  test("follows a trusted proxy in what a call is part of", async () => {
    const traceId = "c".repeat(32);
    const headers = {
      authorization: `Bearer ${VENDOR_TOKEN}`,
      "x-forwarded-for": "192.0.2.1",
      traceparent: `00-${traceId}-${"d".repeat(16)}-01`,
    };
    const sent = request(`${server.url}/v1/me`, { localAddress: "127.0.0.2", headers }).end();
    const [answer] = await once(sent, "response");
    expect(answer.resume().statusCode).toBe(200);
    await spanOf("GET /v1/me");
    const call = spans.find(({ name }) => name === "GET /v1/me");
    expect(call).toMatchObject({ traceId, parentSpanId: "d".repeat(16) });
  });

  test("sends the last spans when it is stopped", async () => {
    expect(await create("The Last Ltd")).toBe(201);
    await server.end("SIGTERM");
    expect(spans.filter(({ name }) => name === "POST /v1/organizations").length).toBe(2);
  });

  test("serves on without the collector, and says once that it takes nothing", async () => {
    await new Promise((resolve) => void collector.close(resolve));
    collector.closeAllConnections();
    await server.start();
    for (const name of ["One", "Two"]) expect(await create(name)).toBe(201);
    await server.waitFor(/the collector takes no traces/);
    expect(await create("Three")).toBe(201);
    await server.end("SIGTERM");
    expect(server.output.match(/the collector takes no traces/g)?.length).toBe(1);
  });
});

describe("the collector in the configuration", () => {
  const tracing = (given: Readonly<Record<string, string>>) => {
    const read = readConfig({ SLUICE_CONFIG: "", ...given });
    return read.ok ? read.value.tracing : read.error.message;
  };

  test("is none unless an address is given, and none when OpenTelemetry is switched off", () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:4318";
    expect(tracing({})).toBeNull();
    expect(tracing({ OTEL_SERVICE_NAME: "x" })).toBeNull();
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: "true" })).toBeNull();
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT })).toEqual({ OTEL_EXPORTER_OTLP_ENDPOINT });
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:4318" }, /OTEL_EXPORTER_OTLP_ENDPOINT .* http:\/\//],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "grpc://x" }, /OTEL_EXPORTER_OTLP_TRACES_ENDPOINT/],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, /OTEL_EXPORTER_OTLP_PROTOCOL .* http\/json/],
  ] as const)("refuses what it cannot send to, with what is allowed: %j", (given, words) => {
    expect(tracing(given)).toMatch(words);
  });
});
