// A Vitest reporter that writes {"passed": N, "failed": N} to the file that SLUICE_TEST_COUNT names. It counts as failed
// every test that did not pass (skipped and to do, too), every file that failed to load, holds no test or failed outside
// its tests, and every error that nobody handled.
import { writeFileSync } from "node:fs";

export default class CountReporter {
  onTestRunEnd(files, unhandledErrors) {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const file of files) {
      const tests = [...file.children.allTests()];
      const good = tests.filter((test) => test.result().state === "passed").length;
      passed += good;
      failed += tests.length - good;
      if (tests.length === 0 || failedOutside(file)) failed++;
    }
    writeFileSync(process.env.SLUICE_TEST_COUNT, JSON.stringify({ passed, failed }));
  }
}

/** A suite or the file itself has errors of its own: a hook that threw, a module that did not load. */
function failedOutside(file) {
  return (
    file.errors().length > 0 || [...file.children.allSuites()].some((suite) => suite.errors().length > 0)
  );
}
