import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import { findPostgres } from "../test/support/postgres-files.ts";

/** On what it is measured, and what else the machine does as it begins: lines of Markdown, to be taken before anything is run. */
export function describeMachine(now = new Date()): string {
  const processors = cpus();
  const postgres = execFileSync(findPostgres().postgres, ["--version"], { encoding: "utf8" }).trim();
  const load = loadavg().map((value) => value.toFixed(2));
  return [
    `- Measured on ${now.toISOString().slice(0, 10)}.`,
    `- ${processors.length} x ${processors[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${process.platform} ${process.arch}.`,
    `- Node ${process.versions.node}, ${postgres}.`,
    `- Load average at the start: ${load.join(", ")} (1, 5, 15 minutes).`,
  ].join("\n");
}
