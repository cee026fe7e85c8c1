import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of things that are made once for all tests of this run. */
    runFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-run-"));
  // So that bundled files find the packages.
  await symlink(
    join(import.meta.dirname, "..", "..", "node_modules"),
    join(folder, "node_modules"),
    "junction",
  );
  project.provide("runFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
