// The CPU time of processes and of their descendants.
import { readdirSync, readFileSync } from "node:fs";

/** The kernel's clock ticks in a second, the same for every program. */
const TICKS_PER_SECOND = 100;

/**
 * Seconds of CPU that a process and its descendants have used so far, ended ones included. Without /proc, those of this
 * process alone.
 */
export function cpuSecondsBelow(pid = process.pid) {
  const processes = listProcesses();
  if (!processes.has(pid)) {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
  const children = groupByParent(processes);
  let ticks = 0;
  for (const waiting = [processes.get(pid)]; waiting.length > 0; ) {
    const one = waiting.pop();
    ticks += one.ticks;
    waiting.push(...(children.get(one.pid) ?? []));
  }
  return ticks / TICKS_PER_SECOND;
}

function groupByParent(processes) {
  const groups = new Map();
  for (const one of processes.values()) groups.set(one.parent, [...(groups.get(one.parent) ?? []), one]);
  return groups;
}

function listProcesses() {
  const processes = new Map();
  for (const name of namesIn("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const one = readProcess(Number(name));
    if (one) processes.set(one.pid, one);
  }
  return processes;
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process with its own CPU time and that of its ended children, or null if it has ended itself. */
function readProcess(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Before the last bracket is the program's name, which may hold anything.
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid, parent: Number(fields[1]), ticks };
  } catch {
    return null;
  }
}
