import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "../../support/made-once.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const vite = join(root, "node_modules", "vite", "bin", "vite.js");

/** The page as it stands in src/web, built as it is for people, once for all tests of a run; gives its folder. */
export function buildPage(): Promise<string> {
  return madeOnce("page", async (folder) => {
    const args = [vite, "build", "--logLevel", "warn", "--outDir", folder];
    await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production" },
    });
  });
}
