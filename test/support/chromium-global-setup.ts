import chromium from "@sparticuz/chromium";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The browser of the tests of the page. */
    chromiumPath: string;
  }
}

/** Unpacks the browser once, before any test: two tests that did so at once would start half a file. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("chromiumPath", await chromium.executablePath());
}
