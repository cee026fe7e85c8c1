// npm run screenshots: takes a picture of every page with the demo world in it, into docs/screenshots.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { install, requireNode, root, runTool } from "./prepare.mjs";

requireNode();
await install();
const folder = join(root, "docs", "screenshots");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
process.exitCode = await runTool("vitest", ["run", "--config", "scripts/screenshots.config.mjs"]);
