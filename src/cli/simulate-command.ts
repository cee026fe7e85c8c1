import { randomInt } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Command } from "commander";
import { makeDirectory } from "../make-directory.ts";
import { ok, type Result } from "../result.ts";
import { type ReportFile, reportFiles } from "../simulation/report.ts";
import { type Progress, type SimulationOutcome, simulate } from "../simulation/simulate.ts";
import { checkWish, type Wish } from "../simulation/simulation-wish.ts";
import { summaryText } from "../simulation/summary.ts";
import { readCalendarText } from "./calendar-text.ts";
import { EXIT, type Failure, fail, type Outcome, type Output } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const REAL_CALENDAR = new URL("../../demo/release-calendar.json", import.meta.url);

interface SimulateOptions {
  readonly installations: string;
  readonly organizations?: string;
  readonly days: string;
  readonly seed?: string;
  readonly calendar?: string;
  readonly report?: string;
}

/** `sluice simulate`: a fleet over a year in virtual time, every answer held against what was foretold. */
export function addSimulateCommand(program: Command, session: Session): void {
  const command = program
    .command("simulate")
    .description(
      "live through a year of releases and changes in minutes, and check every answer; needs no server",
    )
    .option("--installations <count>", "how many installations ask once a day", "1000000")
    .option("--organizations <count>", "in how many organizations (default: one for 50 installations)")
    .option("--days <count>", "how many days, up to the end of the calendar", "365")
    .option("--seed <number>", "for the same simulation again (default: a new one)")
    .option("--calendar <file>", "releases and their dates, JSON or CSV (default: a real app's)")
    .option("--report <folder>", "write a report with plots there; on a violation the ledger too")
    .option(...JSON_OPTION);
  withExample(
    command,
    "sluice simulate --installations 10000 --seed 7 --report simulated",
    "sluice simulate --days 90",
  ).action(answering(session, (options: SimulateOptions) => runSimulation(session.terminal, options)));
}

async function runSimulation(terminal: Terminal, options: SimulateOptions): Promise<Outcome> {
  const wish = await readWish(options);
  if (!wish.ok) return wish;
  const folder = options.report;
  const ready = folder === undefined ? ok(true) : await onDisk(folder, async () => makeDirectory(folder));
  if (!ready.ok) return ready;
  const bar = startBar(terminal);
  let simulated: SimulationOutcome;
  try {
    simulated = await simulate(wish.value, { progress: bar.tell });
  } finally {
    bar.stop();
  }
  const written =
    folder === undefined ? ok(true) : await onDisk(folder, () => write(folder, reportFiles(simulated)));
  return written.ok ? ok(toOutput(simulated, folder)) : written;
}

/** The output of a simulation; a violation ends with exit code 1. */
export function toOutput(simulated: SimulationOutcome, folder: string | undefined): Output {
  const { wish, counts, head, violation } = simulated;
  const { calendar: _, ...numbers } = wish;
  const report = folder === undefined ? "" : `\n\nThe report is ${join(folder, "report.md")}.`;
  return {
    text: `${summaryText(simulated)}${report}`,
    json: { ...numbers, counts, head: { sequence: head.sequence, hash: head.hash }, violation },
    exit: violation ? EXIT.refused : EXIT.ok,
  };
}

async function readWish(options: SimulateOptions): Promise<Result<Wish, Failure>> {
  const path = options.calendar ?? REAL_CALENDAR;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    const message = `${path} cannot be read; give a JSON or CSV file`;
    return fail(EXIT.usage, { code: "file_unreadable", message });
  }
  const calendar = readCalendarText(String(path), text);
  if (!calendar.ok) return fail(EXIT.usage, calendar.error);
  const installations = Number(options.installations);
  const wish = checkWish({
    calendar: calendar.value,
    installations,
    days: Number(options.days),
    organizations: Number(options.organizations ?? Math.min(200_000, Math.ceil(installations / 50))),
    seed: options.seed === undefined ? randomInt(2 ** 31 - 1) : Number(options.seed),
  });
  return wish.ok ? wish : fail(EXIT.usage, wish.error);
}

const STEPS: Readonly<Record<Progress["step"], string>> = {
  settle: "Entering who is there ",
  live: "Living day by day     ",
  explain: "Explaining it again   ",
};

/** A progress bar for each step, if the output is a terminal. */
function startBar({ progress: stream }: Terminal) {
  if (!stream) return { tell: () => undefined, stop: () => undefined };
  let bar: SingleBar | null = null;
  let step = "";
  return {
    tell: (now: Progress) => {
      if (now.step !== step) {
        step = now.step;
        bar?.stop();
        const format = `${STEPS[now.step]} {bar} {percentage}%, {eta_formatted} left`;
        bar = new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic);
        bar.start(now.of, 0);
      }
      bar?.update(now.done);
    },
    stop: () => bar?.stop(),
  };
}

async function write(folder: string, files: readonly ReportFile[]): Promise<void> {
  for (const { name, parts } of files) {
    await pipeline(Readable.from(parts), createWriteStream(join(folder, name)));
  }
}

/** Does something in the folder of the report; what the file system refuses is a refusal. */
async function onDisk(folder: string, work: () => Promise<unknown>): Promise<Result<unknown, Failure>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const message = `${folder} cannot be written (${error.message}); give --report a folder that can be written`;
    return fail(EXIT.usage, { code: "report_not_writable", message });
  }
}
