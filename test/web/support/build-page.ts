import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
// @ts-expect-error a script without types
import { isBuilt } from "../../../scripts/prepare.mjs";
import { madeOnce } from "../../support/made-once.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const vite = join(root, "node_modules", "vite", "bin", "vite.js");

/**
 * Builds src/web as for production; gives the folder. If the program is built and up to date, as under `npm test`, it
 * is the program's own page; else it is built once for all tests of a run.
 */
export async function buildPage(): Promise<string> {
  if (isBuilt()) return join(root, "dist", "web");
  return madeOnce("page", async (folder) => {
    const args = [vite, "build", "--logLevel", "warn", "--outDir", folder];
    await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production" },
    });
  });
}
