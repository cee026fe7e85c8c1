import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

/** Whether processes can be kept apart: there are two cores, and Linux's `taskset`. */
export function hasSeparateCores(): boolean {
  if (cpus().length < 2) return false;
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Keeps this process, with its threads and all that it starts from now on, to cores such as `0` or `0-3`. What it started before stays where it is. */
export function stayOn(cores: string): void {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(process.pid)], {
    stdio: "ignore",
  });
}

/** Lets this process run on every core again. */
export function stayAnywhere(): void {
  stayOn(`0-${cpus().length - 1}`);
}
