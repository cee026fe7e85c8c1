// npm start: installs and builds what is missing, then serves in this process, so signals reach the server itself.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, install, requireNode, root } from "./prepare.mjs";

requireNode();
await install();
await build();

process.env.SLUICE_DEMO ??= "1";
// A person who tries it looks for the logins, not for a log line a request.
process.env.LOG_LEVEL ??= "warn";
const main = join(root, "dist", "cli", "main.js");
process.argv = [process.argv[0], main, "serve", ...process.argv.slice(2)];
await import(pathToFileURL(main).href);
