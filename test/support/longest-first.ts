import { join, relative, sep } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
// @ts-expect-error a script without types
import { readBudget } from "../../scripts/budget.mjs";

const tests = join(import.meta.dirname, "..");

/**
 * Runs the files that take long before the others, by test/budget.json: begun last, one of them would keep one core busy
 * while the others have nothing left to do.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const budget: Readonly<Record<string, number>> = readBudget();
    const cost = ({ moduleId }: TestSpecification) =>
      budget[relative(tests, moduleId).split(sep).join("/")] ?? 0;
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => cost(other) - cost(one));
  }
}
