// npm run check: the one gate before a commit. One line for each check; the output of a check only where it fails.
import { install, requireNode, runTool } from "./prepare.mjs";

const CHECKS = [
  { name: "format and lint (biome)", tool: "biome", args: ["check", "--error-on-warnings", "."] },
  { name: "types (tsc)", tool: "tsc", args: ["-p", "tsconfig.json"] },
  { name: "rooms and arrows (vitest)", tool: "vitest", args: ["run", "test/architecture.test.ts"] },
  { name: "dead code and dependencies (knip)", tool: "knip", args: ["--no-progress"] },
];

requireNode();
await install();

const failed = [];
for (const check of CHECKS) {
  const startedAt = performance.now();
  const output = [];
  const code = await runTool(check.tool, check.args, { onOutput: (chunk) => output.push(chunk) });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${check.name}, ${seconds} s`);
  if (code !== 0) {
    failed.push(check.name);
    process.stdout.write(Buffer.concat(output));
  }
}
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join("; ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
