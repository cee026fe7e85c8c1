import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");
const vite = join(root, "node_modules", "vite", "bin", "vite.js");

/** The page as it stands in src/web, built as it is for people, once for all tests of a run; gives its folder. */
export async function buildPage(): Promise<string> {
  const folder = inject("pageFolder");
  if (existsSync(folder)) return folder;
  const own = `${folder}-${process.pid}`;
  const args = [vite, "build", "--logLevel", "warn", "--outDir", own];
  await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
  });
  try {
    await rename(own, folder);
  } catch (error) {
    // Another worker was faster, with the same page.
    if (!existsSync(folder)) throw error;
    await rm(own, { recursive: true });
  }
  return folder;
}
