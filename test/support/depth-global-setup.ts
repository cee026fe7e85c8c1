import type { TestProject } from "vitest/node";
// @ts-expect-error a script without types
import { readDepth, readSeed } from "../../scripts/depth.mjs";
import type { Depth } from "./depth.ts";

declare module "vitest" {
  interface ProvidedContext {
    depth: Depth;
    seed: number;
  }
}

/** Tells every worker how deep this run looks, and from which seed. */
export default function setup(project: TestProject): void {
  project.provide("depth", readDepth());
  project.provide("seed", readSeed());
}
