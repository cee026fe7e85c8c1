import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import { findPostgres } from "../test/support/postgres-files.ts";

/** The machine and its other load, as lines of Markdown. Call it before anything is measured. */
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
