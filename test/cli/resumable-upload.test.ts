import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { make } from "../api/tenancy.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";
import { keepTerminal } from "./tiny-server.ts";

const VERSION = "46.9.0.35800";
const bench = useRealBench(async ({ server }) => {
  await make(server, "/v1/releases", { version: VERSION, automaticAt: "2026-03-10" });
});

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function aFile(name: string, size: number): { readonly path: string; readonly bytes: Buffer } {
  const path = join(bench.folder, name);
  const bytes = randomBytes(size);
  writeFileSync(path, bytes);
  return { path, bytes };
}

/** Stands before the server, as a line that breaks after so many bytes of an upload and stays broken till it is mended. */
async function badLine(breaksAt: number) {
  const line = { url: "", isBroken: false, sent: 0, mend: () => {}, close: () => {} };
  let left = breaksAt;
  const server = createServer((incoming, answer) => {
    if (line.isBroken) return incoming.socket.destroy();
    const { method = "GET", headers, url = "/" } = incoming;
    const asked = request(new URL(url, bench.server.url), { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    asked.on("error", () => answer.destroy());
    incoming.on("data", ({ length }: Buffer) => {
      if (method !== "PATCH") return;
      line.sent += length;
      left -= length;
      if (left > 0) return;
      line.isBroken = true;
      asked.destroy();
      incoming.socket.destroy();
    });
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  line.mend = () => {
    Object.assign(line, { isBroken: false, sent: 0 });
    left = Number.POSITIVE_INFINITY;
  };
  line.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return line;
}

const kept = () => {
  const path = join(bench.folder, "config", "uploads.json");
  return existsSync(path) ? Object.keys(JSON.parse(readFileSync(path, "utf8"))) : [];
};

test("a large file is sent so that it can be resumed, and is the build that a plain upload makes", async () => {
  const { path, bytes } = aFile("Large-46.9-x64.exe", 9_000_000);
  const added = await bench.sluice("build", "add", "--release", VERSION, path, "--json");
  expect(added.err).toBe("");
  const [build] = JSON.parse(added.out).items;
  expect(build).toMatchObject({
    fileName: "Large-46.9-x64.exe",
    sha256: sha256Of(bytes),
    size: bytes.length,
  });
  expect(kept()).toEqual([]);
  const again = await bench.sluice("build", "add", "--release", VERSION, path, "--json");
  expect(JSON.parse(again.out).items).toEqual([build]);
});

test("an upload that a bad line breaks off goes on where it stood when the command is run again", async () => {
  const { path, bytes } = aFile("Broken-46.9-x64.exe", 24_000_000);
  const line = await badLine(6_000_000);
  const env = { SLUICE_URL: line.url, SLUICE_TOKEN: VENDOR_TOKEN };
  const run = async () => {
    const terminal = keepTerminal(env, { configDirectory: join(bench.folder, "config"), typed: "" });
    const add = ["build", "add", "--release", VERSION, path, "--json"];
    return { exit: await runSluice(add, terminal), ...terminal.written };
  };
  // The release is looked up before: the line breaks in the middle of the bytes.
  const first = await run();
  expect([first.exit, first.err]).toEqual([3, expect.stringContaining("[server_unreachable]")]);
  expect(kept()).toHaveLength(1);
  line.mend();
  const second = await run();
  expect([second.exit, second.err]).toEqual([0, ""]);
  expect(JSON.parse(second.out).items[0]).toMatchObject({ sha256: sha256Of(bytes) });
  expect(line.sent).toBeGreaterThan(0);
  expect(line.sent).toBeLessThan(bytes.length - 1_000_000);
  expect(kept()).toEqual([]);
  line.close();
});
