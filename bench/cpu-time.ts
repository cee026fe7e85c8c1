import { readdirSync, readFileSync } from "node:fs";

/** CPU time in microseconds: of a program's own code, and of the kernel working for it. */
export interface CpuTime {
  readonly total: number;
  readonly user: number;
  readonly kernel: number;
}

/** What Linux says of a process since it began. */
export interface CpuAccount {
  /** Of all its threads together. */
  readonly microseconds: number;
  /** Hundredths of a second, by which Linux divides that time. */
  readonly userTicks: number;
  readonly kernelTicks: number;
}

/**
 * The CPU time that a process has used, of any program: the sum is exact, how it divides is known to a hundredth of a second.
 * Throws where there is no Linux.
 */
export function cpuAccountOf(pid: number): CpuAccount {
  if (process.platform !== "linux") throw new Error("CPU time is read from /proc, which only Linux has");
  const folder = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(folder).map((thread) => nanosecondsOf(`${folder}/${thread}/schedstat`));
  // The name of the program, in brackets, may contain spaces.
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /s, "")
    .split(" ");
  return {
    microseconds: nanoseconds.reduce((sum, one) => sum + one, 0) / 1_000,
    userTicks: Number(stat[11]),
    kernelTicks: Number(stat[12]),
  };
}

/** What a process used between two accounts of it. */
export function cpuBetween(before: CpuAccount, after: CpuAccount): CpuTime {
  const total = after.microseconds - before.microseconds;
  const userTicks = after.userTicks - before.userTicks;
  const kernelTicks = after.kernelTicks - before.kernelTicks;
  const kernel = (total * kernelTicks) / Math.max(1, userTicks + kernelTicks);
  return { total, user: total - kernel, kernel };
}

function nanosecondsOf(file: string): number {
  try {
    return Number(readFileSync(file, "latin1").split(" ")[0]);
  } catch {
    // The thread has just ended.
    return 0;
  }
}
