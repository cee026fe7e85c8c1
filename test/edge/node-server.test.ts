import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listenByNode } from "../../src/edge/node-server.ts";
import { guardFor } from "../../src/edge/start-edge.ts";
import { Connections } from "../../src/serving/connections.ts";
import { LIMITS } from "../../src/serving/limits.ts";
import { openRaw } from "../api/server/raw-connection.ts";
import { FAULTY_PATHS, makeFaultyAnswerer } from "./faulty-answerer.ts";

const limits = { ...LIMITS, drainMs: 0, stopMs: 100, unreadMs: 300, lookMs: 10 };
const connections = new Connections(limits);
const logged: object[] = [];
let url: string;

beforeAll(async () => {
  const answerer = makeFaultyAnswerer();
  const log = {
    info: () => {},
    warn: () => {},
    error: (message: string, fields: object = {}) => void logged.push({ message, fields }),
  };
  const parts = { answerer, guard: guardFor(answerer, log), limits, connections };
  const names = { host: "EDGE_HOST", port: "EDGE_PORT" };
  const listening = await listenByNode(parts, { host: "127.0.0.1", port: 0, names });
  if (!listening.ok) throw new Error(listening.error.message);
  url = listening.value.url;
  return () => listening.value.stop();
});

beforeEach(() => {
  logged.length = 0;
});

test("a fault of the program in one request is answered with 500 and logged, and others are answered", async () => {
  for (const path of FAULTY_PATHS) {
    const answer = await fetch(url + path);
    expect([path, answer.status]).toEqual([path, 500]);
    expect(await answer.json()).toMatchObject({ errors: [{ code: "internal" }] });
    expect((await fetch(`${url}/else`)).status).toBe(204);
  }
  expect(logged).toHaveLength(FAULTY_PATHS.length);
});

test("the log of a fault names the id of the answer, and of the request only its kind", async () => {
  const answer = await fetch(`${url}/throws/someone/key/secret?key=secret`, { method: "POST" });
  const { trackingId } = (await answer.json()) as { trackingId: string };
  expect(answer.headers.get("trackingid")).toBe(trackingId);
  const fields = { method: "POST", path: "/throws", trackingId, reason: "made up" };
  expect(logged).toEqual([{ message: "a request could not be answered", fields }]);
});

test("a client that does not read its answer loses its connection", async () => {
  const reader = await openRaw({ url });
  reader.socket.pause();
  reader.write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await vi.waitFor(() => expect(connections.cutOff).toBe(1), { timeout: 20_000 });
  reader.socket.destroy();
});
