// A Vitest reporter that writes {"passed": N, "failed": N, "isTimeUp": …} to the file that SLUICE_TEST_COUNT names. It counts as failed
// every test that did not pass (skipped and to do, too), every file that failed to load, holds no test or failed outside
// its tests, and every error that nobody handled. It says which files took the most CPU, which took more than
// test/budget.json allows, and which have no row there; SLUICE_WRITE_BUDGET writes that file.
import { writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isOverBudget, readBudget, writeBudget } from "./budget.mjs";
import { readDepth, readSeed } from "./depth.mjs";
import { root } from "./prepare.mjs";

/** How many of the most expensive files are named. */
const MOST_EXPENSIVE = 10;

export default class CountReporter {
  #isTimeUp = false;

  /** SLUICE_SOAK_MINUTES: when they are over, running tests finish, and no others begin. */
  onInit(vitest) {
    const minutes = Number(process.env.SLUICE_SOAK_MINUTES ?? 0);
    if (minutes === 0) return;
    const stop = () => {
      this.#isTimeUp = true;
      vitest.cancelCurrentRun("time is up");
    };
    setTimeout(stop, minutes * 60_000).unref();
  }

  onTestRunEnd(files, unhandledErrors) {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const file of files) {
      const { good, bad, left } = countTests(file, this.#isTimeUp);
      passed += good;
      failed += bad;
      if (left !== null)
        console.log(`Not reached: test/${nameOf(file)}${left === 0 ? "" : `, ${left} tests of it`}`);
    }
    if (process.env.SLUICE_TEST_COUNT)
      writeFileSync(
        process.env.SLUICE_TEST_COUNT,
        JSON.stringify({ passed, failed, isTimeUp: this.#isTimeUp }),
      );
    printCost(files);
  }
}

/**
 * How many tests of a file passed and failed. `left` is how many were not run because the time was up, 0 for the whole
 * file, or null if none.
 */
function countTests(file, isTimeUp) {
  const states = [...file.children.allTests()].map((test) => test.result().state);
  const good = states.filter((state) => state === "passed").length;
  const left = isTimeUp ? states.filter((state) => state === "skipped" || state === "pending").length : 0;
  const outside = failedOutside(file) ? 1 : 0;
  if (states.length === 0 && outside === 0)
    return isTimeUp ? { good, bad: 0, left: 0 } : { good, bad: 1, left: null };
  return { good, bad: states.length - good - left + outside, left: left === 0 ? null : left };
}

/** A suite or the file itself has errors of its own: a hook that threw, a module that did not load. */
function failedOutside(file) {
  return (
    file.errors().length > 0 || [...file.children.allSuites()].some((suite) => suite.errors().length > 0)
  );
}

function printCost(files) {
  const costs = files
    .map((file) => ({ name: nameOf(file), seconds: file.meta().cpuSeconds ?? 0 }))
    .sort((one, other) => other.seconds - one.seconds);
  const ofFiles = costs.reduce((sum, { seconds }) => sum + seconds, 0);
  const { user, system } = process.cpuUsage();
  console.log(
    `\nCPU: ${formatSeconds(ofFiles)} in the workers of ${files.length} test files and below them, ${formatSeconds((user + system) / 1e6)} in the runner.`,
  );
  for (const { name, seconds } of costs.slice(0, MOST_EXPENSIVE))
    console.log(`${formatSeconds(seconds)}  test/${name}`);
  if (readDepth() === "gate") warnOverBudget(costs);
  console.log(`Seed ${readSeed()}; the same worlds again: SLUICE_SEED=${readSeed()}`);
  if (process.env.SLUICE_WRITE_BUDGET)
    writeBudget(Object.fromEntries(costs.map(({ name, seconds }) => [name, seconds])));
}

/** Warns without failing: a slow machine is not a fault of a test. */
function warnOverBudget(costs) {
  const budget = readBudget();
  for (const { name, seconds } of costs) {
    if (!isOverBudget(seconds, budget[name])) continue;
    console.log(
      `Warning: test/${name} took ${formatSeconds(seconds).trim()} of CPU; the budget is ${budget[name]} s (test/budget.json).`,
    );
  }
  const unmeasured = costs.map(({ name }) => name).filter((name) => budget[name] === undefined);
  if (unmeasured.length > 0)
    console.log(
      `Without a row in test/budget.json (npm test -- --write-budget FILE… measures it): ${unmeasured.sort().join(", ")}`,
    );
  const allowed = costs.reduce((sum, { name, seconds }) => sum + (budget[name] ?? seconds), 0);
  const taken = costs.reduce((sum, { seconds }) => sum + seconds, 0);
  if (isOverBudget(taken, allowed))
    console.log(
      `Warning: all files together took ${Math.round(taken)} s of CPU; the budget is ${Math.round(allowed)} s.`,
    );
}

function nameOf(file) {
  return relative(join(root, "test"), file.moduleId).split(sep).join("/");
}

function formatSeconds(seconds) {
  return `${seconds.toFixed(1).padStart(7)} s`;
}
