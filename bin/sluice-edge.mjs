#!/usr/bin/env node
// The command `sluice-edge`: runs the built edge, without the rest of the program, or says how to build it.
import { existsSync } from "node:fs";

const main = new URL("../dist/edge/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error("sluice-edge: The program is not built yet. Build it with: npm run build");
  process.exitCode = 2;
}
