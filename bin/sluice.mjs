#!/usr/bin/env node
// The command `sluice`: runs the built program, or says how to build it.
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error("sluice: The program is not built yet. Build it with: npm run build");
  process.exitCode = 2;
}
