import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { soakTest } from "../support/depth.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** The files below `src` that the build turns into programs. */
function compiled(): readonly string[] {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  return sources.filter((name) => /\.ts$/.test(name) && !/\.d\.ts$|^web\//.test(name.replaceAll("\\", "/")));
}

test("the package has the program, the page, the demo's calendar and the operator's files, and no tests", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    maxBuffer: 1 << 26,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  expect(packed.filename).toBe(`sluice-${version}.tgz`);
  const needed = compiled().map((name) => `dist/${name.replaceAll("\\", "/").replace(/\.ts$/, ".js")}`);
  expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining([
      ...["package.json", "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "bin/sluice.mjs"],
      ...["dist/web/index.html", "demo/release-calendar.json", "docs/operating.md"],
      ...["deploy/sluice.service", "deploy/compose.yaml", "deploy/helm/sluice/Chart.yaml"],
    ]),
  );
  const others = paths.filter((path) =>
    /^(src|test|bench|scripts|node_modules|data)\/|\.map$|\.env$/.test(path),
  );
  expect(others).toEqual([]);
});

test("the built program loads every command in plain Node, which asks more of packages than the tests' own loader", async () => {
  const program = join(ROOT, "bin", "sluice.mjs");
  const { stdout } = await run(process.execPath, [program, "--help"]);
  expect(stdout).toContain("add builds to releases");
});

soakTest("the package installs in an empty folder, says its version, and serves the page", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-package-"));
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  const install = ["install", "--prefer-offline", "--omit=dev", "--no-audit", "--no-fund"];
  await run("npm", [...install, join(folder, `sluice-${version}.tgz`)], { cwd: folder });
  const program = join(folder, "node_modules", ".bin", "sluice");
  expect((await run(program, ["--version"], { cwd: folder })).stdout).toBe(`${version}\n`);
  const environment = { PORT: "0", DATA_DIR: join(folder, "data"), LOG_LEVEL: "silent", SLUICE_CONFIG: "" };
  const server = spawn(program, ["serve"], { cwd: folder, env: { ...process.env, ...environment } });
  let said = "";
  server.stdout.on("data", (chunk) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/answers on http\S+\n/);
  const url = /answers on (http\S+)/.exec(said)?.[1] ?? "";
  const statuses = ["/healthz", "/", "/docs/", "/v1/openapi.json"].map(
    async (path) => (await fetch(url + path, { headers: { accept: "text/html" } })).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 200, 200]);
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  rmSync(folder, { recursive: true });
});
