import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { beforeEach, expect, test, vi } from "vitest";
import { Connections } from "../../src/serving/connections.ts";

/** More than the buffers of a system take. */
const LARGE = 64 * 1024 * 1024;
const UNREAD_MS = 60_000;

/** A clock that stands still unless a test moves it, and counts who looks at it: each look at the connections does once. */
const clock = { now: 0, looks: 0 };

let server: Server;
let connections: Connections;
let answer: RequestListener;

beforeEach(async () => {
  Object.assign(clock, { now: 0, looks: 0 });
  connections = new Connections({ unreadMs: UNREAD_MS, lookMs: 5 }, () => {
    clock.looks++;
    return clock.now;
  });
  server = createServer((request, response) => answer(request, response));
  connections.watch(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});

/** Asks once, and reads nothing; gives both ends of the connection, and the answer that the server is to give. */
async function ask(): Promise<{ client: Socket; own: Socket; response: ServerResponse }> {
  const asked = new Promise<ServerResponse>((resolve) => {
    answer = (_request, response) => resolve(response);
  });
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  client.on("error", () => undefined);
  client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const response = await asked;
  return { client, own: response.socket as Socket, response };
}

/** Resolves when the connections have been looked at twice from now on: the second look began after this. */
async function looked(): Promise<void> {
  const before = clock.looks;
  await vi.waitFor(() => expect(clock.looks).toBeGreaterThan(before + 1), { timeout: 20_000, interval: 1 });
}

/** Lets so many milliseconds pass, between two looks. */
async function pass(milliseconds: number): Promise<void> {
  await looked();
  clock.now += milliseconds;
  await looked();
}

/** Reads so many bytes, and no more than what has come with them. */
async function read(client: Socket, bytes: number): Promise<void> {
  let left = bytes;
  await new Promise<void>((resolve) => {
    const take = (chunk: Buffer) => {
      left -= chunk.length;
      if (left > 0) return;
      client.off("data", take).pause();
      resolve();
    };
    client.on("data", take).resume();
  });
}

test.each([
  ["in one piece", (response: ServerResponse) => void response.end("a".repeat(LARGE), "latin1")],
  [
    "in many pieces",
    (response: ServerResponse) => {
      const piece = Buffer.alloc(LARGE / 64);
      for (let at = 0; at < 64; at++) response.write(piece);
    },
  ],
])("a connection is closed over which an answer %s waits for its client too long", async (_how, send) => {
  const { client, own, response } = await ask();
  const closed = once(own, "close");
  send(response);
  await pass(UNREAD_MS - 1);
  expect([own.destroyed, connections.cutOff]).toEqual([false, 0]);
  await pass(1);
  await closed;
  expect(connections.cutOff).toBe(1);
  client.destroy();
});

test("a client that reads slowly gets its whole answer, whether in one piece or many", async () => {
  const { client, own, response } = await ask();
  response.end("a".repeat(LARGE), "latin1");
  const { _handle: handle } = own as unknown as { _handle: { writeQueueSize: number } };
  for (let step = 0; step < 4; step++) {
    await pass(UNREAD_MS - 1);
    const before = handle.writeQueueSize;
    while (handle.writeQueueSize === before) await read(client, 1024 * 1024);
  }
  await pass(UNREAD_MS - 1);
  const finished = once(response, "finish");
  client.resume();
  await finished;
  expect([own.destroyed, connections.cutOff]).toEqual([false, 0]);
  client.destroy();
});

test("a connection stays on which nothing waits for its client: an answer that takes long, and one that is read", async () => {
  const { client, own, response } = await ask();
  await pass(10 * UNREAD_MS);
  response.write("some");
  await pass(10 * UNREAD_MS);
  response.end("thing");
  await pass(10 * UNREAD_MS);
  expect([own.destroyed, connections.cutOff]).toEqual([false, 0]);
  client.destroy();
});

test("of the connections of a server those are unused over which nothing has come", async () => {
  const { client } = await ask();
  const silent = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const silentEnded = once(silent.resume(), "close");
  await once(server, "connection");
  connections.closeUnused(server);
  await silentEnded;
  expect(client.destroyed).toBe(false);
  client.destroy();
});
