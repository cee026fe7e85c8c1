import { execSync } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import { ServerProcess } from "../support/server-process.ts";

const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1";
const SOON = { timeout: 20_000, interval: 50 };

let server: ServerProcess;

afterEach(() => server.destroy());

/** A server with edges; gives the address of the edges. */
async function start(args: readonly string[]): Promise<string> {
  server = new ServerProcess("", args, { EDGE_PORT: "0", LOG_LEVEL: "warn" });
  await server.start(/edges? answers? installations on http\S+\n/);
  return /installations on (http\S+)/.exec(server.output)?.[1] ?? "";
}

/** The numbers of the edges that `/metrics` tells of. */
async function edgesAt(url: string): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^sluice_answered_sequence\{worker="(\d)"\} \d+$/gm)]
    .map(([, number = ""]) => number)
    .sort();
}

/** The processes that the server started. */
function children(): readonly number[] {
  return execSync(`pgrep -P ${server.pid}`).toString().trim().split("\n").map(Number);
}

test("a server with the embedded database has edges beside it, renews them on SIGHUP, and ends with them", async () => {
  const url = await start(["--edges", "2"]);
  expect(url).not.toBe(server.url);
  const answers = await Promise.all([url, server.url].map(async (one) => (await fetch(one + CHECK)).json()));
  expect(answers[0]).toMatchObject({ action: "stay" });
  expect(Object.keys(answers[0] as object)).toEqual(Object.keys(answers[1] as object));
  expect(await edgesAt(url)).toEqual(["1", "2"]);
  const before = children();
  server.signal("SIGHUP");
  await server.waitFor(/all edges were started anew/);
  await vi.waitFor(() => expect(children().filter((one) => before.includes(one))).toEqual([]), SOON);
  expect(children()).toHaveLength(2);
  expect((await fetch(url + CHECK)).status).toBe(200);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await server.end()).toEqual([0, null]);
});

test("an edge that dies is started again, while another answers", async () => {
  const url = await start(["--edges", "2"]);
  process.kill(children()[0] ?? 0, "SIGKILL");
  await server.waitFor(/edge \d ended \(SIGKILL\); it is started again/);
  expect((await fetch(url + CHECK)).status).toBe(200);
  await vi.waitFor(async () => expect(await edgesAt(url)).toEqual(["1", "2"]), SOON);
});

test("a server whose edges cannot start does not start, and says so", async () => {
  server = new ServerProcess("", ["--edges", "1"], { EDGE_PORT: "70000" });
  await server.start(/EDGE_PORT is "70000"; set it to a whole number/);
  await vi.waitFor(async () => expect(await server.end("SIGCONT")).toEqual([2, null]), SOON);
});
