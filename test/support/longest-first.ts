import { createHash } from "node:crypto";
import { join, relative, sep } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
// @ts-expect-error a script without types
import { readBudget } from "../../scripts/budget.mjs";
// @ts-expect-error a script without types
import { readDepth, readSeed } from "../../scripts/depth.mjs";

const tests = join(import.meta.dirname, "..");

/** The same number for the same file and seed, as if drawn by chance. */
function draw(moduleId: string): number {
  return createHash("sha256").update(`${readSeed()} ${moduleId}`).digest().readUInt32BE();
}

/**
 * Runs the files that take long before the others, by test/budget.json: begun last, one of them would keep one core busy
 * while the others have nothing left to do. A soak may end before all have run: there the seed says in which order.
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
