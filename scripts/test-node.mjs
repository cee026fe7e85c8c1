// npm run test:node [VERSION…]: with each Node that the program supports: it is built, a server starts on a new embedded
// database, a check is answered, the first administrator signs in, and installations are answered to the byte as by a server.
// Then the same answers on Bun and Deno, also of the edge, and its process there. The last line is the count.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installNode, NEWEST_OF_LINE } from "./install-packages.mjs";
import { install, requireNode, root, run, say } from "./prepare.mjs";

/** The oldest supported version, and the newest of each line that people run. */
const VERSIONS = ["20.19.0", NEWEST_OF_LINE[22], NEWEST_OF_LINE[24], NEWEST_OF_LINE[26]];
const START_MS = 120_000;

requireNode();
await install();

const versions = process.argv.slice(2);
const count = { passed: 0, failed: 0 };
for (const version of versions.length > 0 ? versions : VERSIONS) {
  const folder = mkdtempSync(join(tmpdir(), "sluice-node-"));
  try {
    const node = await installNode(version, folder);
    await step(version, "builds", () => buildWith(node));
    await step(version, "answers a check and signs a person in", () => serveWith(node, folder));
    await step(version, "answers installations as a server does", () => testRuntimes(node, "gate"));
  } catch (error) {
    count.failed++;
    say(`Node ${version}: FAILED: ${error.message}`);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
try {
  await testRuntimes(process.execPath, "soak");
  count.passed++;
  say("Bun and Deno answer installations as a server does.");
} catch (error) {
  count.failed++;
  say(`Bun and Deno: FAILED: ${error.message}`);
}
process.exitCode = count.failed === 0 ? 0 : 1;
console.log(`${count.passed} passed, ${count.failed} failed`);

/** Does one step with one Node, and counts it; throws again if it fails, because the next steps need it. */
async function step(version, what, work) {
  await work();
  count.passed++;
  say(`Node ${version} ${what}.`);
}

async function buildWith(node) {
  if ((await run(node, [join(root, "scripts", "build.mjs")])) !== 0) throw new Error("the build failed");
}

async function serveWith(node, folder) {
  const env = {
    ...process.env,
    PORT: "0",
    DATA_DIR: join(folder, "data"),
    SLUICE_CONFIG: "",
    LOG_LEVEL: "warn",
  };
  for (const name of ["DATABASE_URL", "SLUICE_DEMO", "SLUICE_VENDOR_TOKEN"]) delete env[name];
  const server = spawn(node, [join(root, "bin", "sluice.mjs"), "serve"], { env, cwd: folder, stdio: "pipe" });
  const ended = once(server, "exit");
  try {
    const output = await readUntil(server, /password {2,}\S+\n/);
    const url = /answers on (\S+)/.exec(output)?.[1];
    const email = /e-mail address {2,}(\S+)/.exec(output)?.[1];
    const password = /password {2,}(\S+)/.exec(output)?.[1];
    await ask(`${url}/v1/updates/check?platform=win&arch=x64&version=1.0`, {}, 200);
    const headers = { "content-type": "application/json" };
    await ask(
      `${url}/v1/sessions`,
      { method: "POST", headers, body: JSON.stringify({ email, password }) },
      201,
    );
  } finally {
    server.kill("SIGTERM");
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`the server ended with ${code}`);
}

/** Compares the answers of runtimes; the soak has Bun and Deno, too. */
async function testRuntimes(node, depth) {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const env = { ...process.env, SLUICE_DEPTH: depth };
  const code = await run(node, [vitest, "run", "test/api/runtimes", "--maxWorkers=1"], { cwd: root, env });
  if (code !== 0) throw new Error("the answers differ");
}

async function ask(url, request, status) {
  const answer = await fetch(url, request);
  if (answer.status !== status) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}

/** The output of a program up to a pattern. Throws if the program ends, or takes too long, without it. */
function readUntil(program, pattern) {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`it did not start in time: ${output}`)), START_MS);
    for (const stream of [program.stdout, program.stderr]) {
      stream.on("data", (bytes) => {
        output += bytes;
        if (pattern.test(output)) resolve(output);
      });
    }
    program.once("exit", () => reject(new Error(`it ended: ${output}`)));
    program.once("exit", () => clearTimeout(timer));
  });
}
