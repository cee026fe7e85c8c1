import { createHash } from "node:crypto";
import { join, relative, sep } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
// @ts-expect-error a script without types
import { readBudget } from "../../scripts/budget.mjs";
// @ts-expect-error a script without types
import { readDepth, readSeed } from "../../scripts/depth.mjs";

const tests = join(import.meta.dirname, "..");

/** A number that is always the same for the same file and seed, and looks random. */
function draw(moduleId: string): number {
  return createHash("sha256").update(`${readSeed()} ${moduleId}`).digest().readUInt32BE();
}

/**
 * Runs the slowest files first, by test/budget.json: begun last, one of them would keep one core busy while the others
 * are idle. A soak may end before all have run: there the seed decides the order.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const budget: Readonly<Record<string, number>> = readBudget();
    const cost = ({ moduleId }: TestSpecification) =>
      budget[relative(tests, moduleId).split(sep).join("/")] ?? 0;
    const sorted = await super.sort(files);
    if (readDepth() === "soak")
      return sorted.toSorted((one, other) => draw(one.moduleId) - draw(other.moduleId));
    return sorted.toSorted((one, other) => cost(other) - cost(one));
  }
}
