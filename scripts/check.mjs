// npm run check: the one gate before a commit. One line for each check; the output of a check only if it fails.
import { install, requireNode, runTool } from "./prepare.mjs";
import { runTests } from "./run-tests.mjs";

const HOUSE = ["architecture", "glossary", "documents"].map((name) => `test/${name}.test.ts`);

const CHECKS = [
  { name: "format and lint (biome)", passes: tool("biome", ["check", "--error-on-warnings", "."]) },
  { name: "types (tsc)", passes: tool("tsc", ["-p", "tsconfig.json"]) },
  { name: "types of the page (tsc)", passes: tool("tsc", ["-p", "tsconfig.web.json"]) },
  { name: "rooms and arrows, words, documents (vitest)", passes: tests(HOUSE) },
  { name: "dead code and dependencies (knip)", passes: tool("knip", ["--no-progress"]) },
];

function tool(name, args) {
  return async (options) => (await runTool(name, args, options)) === 0;
}

function tests(files) {
  return async (options) => (await runTests(files, options)).failed === 0;
}

requireNode();
await install();

const failed = [];
for (const check of CHECKS) {
  const startedAt = performance.now();
  const output = [];
  const passed = await check.passes({ onOutput: (chunk) => output.push(chunk) });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? "ok    " : "FAILED"} ${check.name}, ${seconds} s`);
  if (!passed) {
    failed.push(check.name);
    process.stdout.write(Buffer.concat(output));
  }
}
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join("; ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
