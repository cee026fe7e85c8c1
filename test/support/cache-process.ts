import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A cache in front of a server, with the configuration of `deploy/`. */
export interface RunningCache {
  readonly url: string;
  /** The log that `sluice check-ins import` reads, as far as it is written. */
  log(): string;
  close(): Promise<void>;
}

/** The caches that `deploy/` has a configuration of, by the program that has to be installed. */
export const CACHES = { nginx: startNginx, varnishd: startVarnish } as const;

export function isInstalled(program: keyof typeof CACHES): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

const read = (name: string) => readFileSync(join(import.meta.dirname, "..", "..", "deploy", name), "utf8");

/** Replaces a text that has to be there. */
function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the configuration has no "${from}" any more`);
  return text.replace(from, to);
}

async function startNginx(upstreamPort: number): Promise<RunningCache> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-nginx-"));
  const port = await freePort();
  let included = read("nginx-cache.conf");
  included = replaced(included, "listen 80;", `listen 127.0.0.1:${port};`);
  included = replaced(included, "server 127.0.0.1:8080;", `server 127.0.0.1:${upstreamPort};`);
  included = replaced(included, "/var/cache/nginx/sluice", join(folder, "cache"));
  included = replaced(included, "/var/log/nginx/sluice.log", join(folder, "sluice.log"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const folders = temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join(" ");
  writeFileSync(join(folder, "included.conf"), included);
  const main = `daemon off; master_process off; pid ${join(folder, "pid")}; error_log ${join(folder, "error.log")};
events { worker_connections 1024; }
http { access_log off; ${folders} include ${join(folder, "included.conf")}; }`;
  writeFileSync(join(folder, "nginx.conf"), main);
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, child);
  const log = () => readFileSync(join(folder, "sluice.log"), "utf8");
  return { url, log, close: () => end([child], folder) };
}

async function startVarnish(upstreamPort: number): Promise<RunningCache> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-varnish-"));
  const port = await freePort();
  const vcl = replaced(read("varnish.vcl"), `.port = "8080";`, `.port = "${upstreamPort}";`);
  writeFileSync(join(folder, "sluice.vcl"), vcl);
  mkdirSync(join(folder, "work"));
  const work = ["-n", join(folder, "work")];
  const options = [
    "-F",
    ...work,
    "-f",
    join(folder, "sluice.vcl"),
    "-a",
    `127.0.0.1:${port}`,
    "-s",
    "malloc,64m",
  ];
  const child = spawn("varnishd", [...options, "-j", "none"], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, child);
  // The line of the configuration that says how the log is written.
  const [, query = "", format = ""] = /-q '(.+)' \\\n#\s+-F '(.+)' -w/.exec(vcl) ?? [];
  const logging = spawn("varnishncsa", [...work, "-q", query, "-F", format], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let written = "";
  logging.stdout.on("data", (chunk: Buffer) => (written += chunk));
  await sleep(500);
  return { url, log: () => written, close: () => end([logging, child], folder) };
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the cache ended with ${child.exitCode}`);
    const answer = await fetch(url).catch(() => null);
    await answer?.body?.cancel();
    if (answer) return;
    await sleep(50);
  }
  throw new Error("the cache does not answer");
}

async function end(children: readonly ChildProcess[], folder: string): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
