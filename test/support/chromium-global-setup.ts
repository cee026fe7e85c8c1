import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The browser of the tests of the page. */
    chromiumPath: string;
    /** Where the first test that needs the page builds it for all others of this run. */
    pageFolder: string;
  }
}

/** Unpacks the browser once, before any test: two that did it at once would start half a file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-page-"));
  project.provide("chromiumPath", await chromium.executablePath());
  project.provide("pageFolder", join(folder, "page"));
  return () => rm(folder, { recursive: true, force: true });
}
