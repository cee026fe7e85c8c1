import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes, longest first: begun last, one of them would keep one core busy while the others have nothing left to do. */
const LONG = [
  "spec/http.test.ts",
  "web/every-page.test.ts",
  "simulation/simulated-years.test.ts",
  "store/kill.test.ts",
  "web/customers.test.ts",
  "web/releases.test.ts",
  "web/customer-settings.test.ts",
  "faults/workers.test.ts",
  "web/release-steps.test.ts",
];

/** Runs the files that take long before the others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONG.findIndex((name) => moduleId.endsWith(`test/${name}`));
      return index < 0 ? LONG.length : index;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
