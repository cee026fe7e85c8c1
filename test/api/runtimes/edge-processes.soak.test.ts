import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { EDGE_KEY, EdgeProcess } from "../../support/edge-process.ts";
import { EDGE_FILE } from "../../support/program.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { make } from "../tenancy.ts";
import { runtimeCommand } from "./runtime.ts";

const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1";

let store: Store;
let server: TestServer;

beforeEach(async () => {
  store = await borrowStore("embedded");
  server = await startServer(store, { edgeKey: EDGE_KEY });
  await publish("45.2");
});

afterEach(async () => {
  await server.close();
  await store.close();
});

async function publish(version: string): Promise<void> {
  const release = await make(server, "/v1/releases", {
    version,
    automaticAt: "2026-01-06",
    state: "published",
  });
  const url = `https://cdn.example.org/${version}.exe`;
  const file = { platform: "win", arch: "x64", format: "exe", fileName: "a.exe", size: 1, url };
  await make(server, `/v1/releases/${release}/builds`, { ...file, sha512: `${"A".repeat(86)}==` });
}

/** The status and the rest of the answer to lines of a request that are sent as they are. */
async function askLines(url: string, lines: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes;
    if (answer.includes("\r\n\r\n")) socket.end();
  });
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  await once(socket, "close");
  return answer;
}

for (const name of ["node", "bun", "deno"] as const) {
  test(`sluice-edge on ${name} follows, tells its numbers on this machine alone, refuses hosts that cannot be, and stops gently`, async () => {
    const command = name === "node" ? undefined : ([...(await runtimeCommand(name)), EDGE_FILE] as const);
    const edge = new EdgeProcess([server.url], {}, command as [string, ...string[]] | undefined);
    try {
      await edge.start();
      await offersInTime(edge, "45.2");
      await publish("45.3");
      await offersInTime(edge, "45.3");
      await tellsItsNumbers(edge);
      await refusesHosts(edge);
      await answersAlikeWhatIsAccepted(edge);
      expect(await edge.end(), edge.output).toBe(0);
      await startsFromWhatItKept(name, edge);
    } finally {
      await edge.destroy();
    }
  });
}

async function offersInTime(edge: EdgeProcess, version: string): Promise<void> {
  const offered = async () => (await edge.get(CHECK)).json.version;
  await vi.waitFor(async () => expect(await offered()).toBe(version), { timeout: 1_000, interval: 10 });
}

async function tellsItsNumbers({ url }: EdgeProcess): Promise<void> {
  const read = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/metrics`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  const { status, text } = await read();
  expect(status).toBe(200);
  for (const name of ["sluice_answered_sequence", "process_resident_memory_bytes"])
    expect(text).toMatch(new RegExp(`^${name} [1-9]`, "m"));
  for (const header of ["x-forwarded-for", "forwarded", "via"])
    expect((await read({ [header]: "192.0.2.1" })).status, header).toBe(404);
}

async function refusesHosts({ url }: EdgeProcess): Promise<void> {
  const ask = (version: string, hosts: readonly string[]) =>
    askLines(url, [`GET ${CHECK} HTTP/${version}`, ...hosts.map((host) => `Host: ${host}`)]);
  for (const hosts of [["one.example.org", "two.example.org"], ["a b"], ["a/b?"], ["a:70000"]])
    expect(await ask("1.1", hosts), hosts.join()).toMatch(/^HTTP\/1\.[01] 400 /);
  expect(await ask("1.1", [""])).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask("1.0", [])).toMatch(/^HTTP\/1\.[01] 200 /);
}

/** No runtime compresses what Node sends as it is. */
async function answersAlikeWhatIsAccepted({ url }: EdgeProcess): Promise<void> {
  const lines = [`GET ${CHECK} HTTP/1.1`, "Host: one.example.org", "Accept-Encoding: gzip, br"];
  const answer = await askLines(url, lines);
  expect(answer).not.toMatch(/^content-encoding:/im);
  expect(answer).toContain('"version":"45.3"');
}

async function startsFromWhatItKept(name: string, edge: EdgeProcess): Promise<void> {
  await edge.start();
  expect(edge.output, name).toContain("answers follow from the world that was kept");
  expect((await edge.get(CHECK)).json.version).toBe("45.3");
  expect(await edge.end(), edge.output).toBe(0);
}
