// What the other scripts share: the folder of the project, whether it is installed and built, and how to run its tools.
import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const builtStamp = join(dist, ".built");

/** The tools of the project, by the file that Node runs. */
const TOOLS = {
  biome: "@biomejs/biome/bin/biome",
  knip: "knip/bin/knip.js",
  tsc: "typescript/bin/tsc",
  vite: "vite/bin/vite.js",
  vitest: "vitest/vitest.mjs",
};

/** Stops with one sentence if Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Sluice needs Node 20.19 or newer; this is ${process.versions.node}. Get one at https://nodejs.org`);
}

/** Installs the dependencies of package-lock.json, unless they are there. */
export async function install() {
  if (isInstalled()) return;
  say("Installing the dependencies with npm ci. The first time this takes about a minute.");
  const quiet = ["--include=dev", "--no-audit", "--no-fund"];
  if ((await withHeartbeat("still installing", () => runNpm(["ci", ...quiet]))) === 0) return;
  // A lock file made while some platforms' optional packages could not be looked up is refused by npm ci.
  say(
    "npm ci did not work; its message stands above. Trying npm install, which keeps to the lock file where it can.",
  );
  const code = await withHeartbeat("still installing", () => runNpm(["install", "--no-save", ...quiet]));
  if (code !== 0) stop(`npm install ended with code ${code}; its message stands above.`);
}

/**
 * Compiles src/ into dist/, copies files other than TypeScript, and builds the page into dist/web, unless dist/ is up
 * to date.
 */
export async function build({ force = false } = {}) {
  if (!force && isBuilt()) return;
  say("Building src/ into dist/.");
  rmSync(dist, { recursive: true, force: true });
  if ((await runTool("tsc", ["-p", "tsconfig.build.json"])) !== 0)
    stop("The build failed; the compiler's message stands above.");
  const page = join(root, "src", "web") + sep;
  for (const file of filesUnder(join(root, "src"))) {
    if (/\.tsx?$/.test(file) || file.startsWith(page)) continue;
    cpSync(file, join(dist, relative(join(root, "src"), file)));
  }
  if ((await runTool("vite", ["build", "--logLevel", "warn"])) !== 0)
    stop("The page could not be built; the message stands above.");
  writeFileSync(builtStamp, "");
}

/** Runs one of the project's tools in this terminal; gives its exit code. */
export function runTool(name, args, options = {}) {
  return run(process.execPath, [join(root, "node_modules", TOOLS[name]), ...args], options);
}

/** Runs a program in this terminal; gives its exit code (1 if a signal ended it). */
export function run(file, args, { onOutput, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = onOutput ? ["ignore", "pipe", "pipe"] : "inherit";
    const child = spawn(file, args, { cwd: root, stdio, ...options });
    child.stdout?.on("data", onOutput);
    child.stderr?.on("data", onOutput);
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

export function say(text) {
  console.log(`sluice: ${text}`);
}

function stop(text) {
  console.error(`sluice: ${text}`);
  process.exit(1);
}

/** Whether every dependency that package-lock.json asks for on any machine is in node_modules, at its version. */
function isInstalled() {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || optional || devOptional || present[path]?.version === version,
  );
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

/** Whether nothing in src/ (nor the compiler's settings or the dependencies) changed after the last whole build. */
export function isBuilt() {
  if (!existsSync(builtStamp)) return false;
  const builtAt = statSync(builtStamp).mtimeMs;
  const inputs = [
    "src",
    "docs/partner-hub.md",
    "tsconfig.json",
    "tsconfig.build.json",
    "vite.config.ts",
    "package-lock.json",
  ].map((name) => join(root, name));
  return inputs.flatMap(pathsUnder).every((path) => statSync(path).mtimeMs <= builtAt);
}

/** The path and everything below it; folders too, since their time shows removed files. */
function pathsUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return [path, ...readdirSync(path).flatMap((name) => pathsUnder(join(path, name)))];
}

function filesUnder(folder) {
  return pathsUnder(folder).filter((path) => statSync(path).isFile());
}

/** Runs the npm that runs us, if there is one; on Windows npm is a shell script and needs a shell. */
function runNpm(args) {
  const own = process.env.npm_execpath;
  if (own?.endsWith(".js")) return run(process.execPath, [own, ...args]);
  return run("npm", args, { shell: process.platform === "win32" });
}

/** Prints every ten seconds that work goes on, if npm shows no progress itself (no terminal). */
async function withHeartbeat(text, work) {
  const startedAt = Date.now();
  const tick = () => say(`${text}, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  const timer = process.stdout.isTTY ? null : setInterval(tick, 10_000);
  try {
    return await work();
  } finally {
    if (timer) clearInterval(timer);
  }
}
