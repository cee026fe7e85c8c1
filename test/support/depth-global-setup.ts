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

/** Gives every worker the depth and the seed of this run. */
export default function setup(project: TestProject): void {
  project.provide("depth", readDepth());
  project.provide("seed", readSeed());
}
