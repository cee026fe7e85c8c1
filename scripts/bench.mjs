// npm run bench [NAME…]: builds, compiles the benchmarks beside it, runs those named (or all) and prints their table.
import { copyFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { build, install, requireNode, root, run, runTool, say } from "./prepare.mjs";

requireNode();
await install();
await build();
say("Compiling the benchmarks.");
const compiled = await runTool("tsc", ["-p", "tsconfig.bench.json"]);
// The server reads its version there.
copyFileSync(join(root, "package.json"), join(root, "dist", "bench", "package.json"));
// Caches run with the examples.
cpSync(join(root, "deploy"), join(root, "dist", "bench", "deploy"), { recursive: true });
const main = join(root, "dist", "bench", "bench", "main.js");
process.exitCode =
  compiled === 0 ? await run(process.execPath, ["--expose-gc", main, ...process.argv.slice(2)]) : compiled;
