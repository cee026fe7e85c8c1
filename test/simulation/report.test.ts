import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { toOutput } from "../../src/cli/simulate-command.ts";
import { reportFiles } from "../../src/simulation/report.ts";
import type { SimulationOutcome } from "../../src/simulation/simulate.ts";
import { keepTerminal } from "../cli/tiny-server.ts";
import { wishFor } from "./real-calendar.ts";
import { simulateHere } from "./simulate-here.ts";

const SMALL = ["simulate", "--installations", "300", "--organizations", "20", "--days", "60", "--seed", "7"];
const TINY = ["simulate", "--installations", "100", "--organizations", "5", "--days", "5"];

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let reportFolder: string;
/** The command as people run it, which makes a database of its own. */
let ran: Ran;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-simulate-"));
  reportFolder = join(folder, "report");
  ran = await sluice(...SMALL, "--report", reportFolder);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function sluice(...args: string[]): Promise<Ran> {
  const terminal = keepTerminal();
  return { exit: await runSluice(args, terminal), ...terminal.written };
}

/** What the command does with this seed, in a database that was there before. */
const simulateSmall = (seed: number) =>
  simulateHere(wishFor({ installations: 300, organizations: 20, days: 60, seed }));

type Files = Readonly<Record<string, string>>;

/** Every file of the written report by its name. */
function readReport(): Files {
  const files = readdirSync(reportFolder).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(reportFolder, file), "utf8")]));
}

function filesOf(simulated: SimulationOutcome): Files {
  return Object.fromEntries(reportFiles(simulated).map(({ name, parts }) => [name, [...parts].join("")]));
}

describe("sluice simulate", () => {
  test("writes the same report for the same seed, byte by byte, and another for another seed", async () => {
    expect(ran).toMatchObject({ exit: 0, err: "" });
    const [again, other] = [await simulateSmall(7), await simulateSmall(8)];
    const texts = [ran.out, ...[again, other].map((one) => toOutput(one, undefined).text)];
    for (const text of texts)
      expect(text).toContain("18,000 checks of 300 installations in 20 organizations");
    expect(filesOf(again)).toEqual(readReport());
    expect(filesOf(other)["report.md"]).not.toEqual(readReport()["report.md"]);
  });

  test("says how to run it again, and plots the adoption of each cadence", () => {
    const files = readReport();
    expect(Object.keys(files)).toEqual([
      "adoption-all.svg",
      "adoption-automatic.svg",
      "adoption-latest.svg",
      "adoption-slow.svg",
      "report.md",
    ]);
    expect(files["report.md"]).toContain(
      "sluice simulate --installations 300 --organizations 20 --days 60 --seed 7",
    );
    expect(files["report.md"]).toContain("No installation ever went backwards.");
    expect(files["report.md"]).toMatch(/\| of these, to a step on the way \(R28\) \| \d/);
    expect(files["report.md"]).toMatch(
      /\| installations that are managed elsewhere and stayed \(R30\) \| [1-9]/,
    );
    const plot = files["adoption-all.svg"] ?? "";
    expect(plot).toContain("<title>46.8</title>");
    expect(plot).not.toMatch(/NaN|undefined/);
  });

  test("draws curves in the terminal and says where the report is", () => {
    expect(ran.out).toMatch(/on slow\n( {2}\d+\.\d+ +[ ▁▂▃▄▅▆▇█]{52} up to \d+ %\n)+/);
    expect(ran.out).toContain(`The report is ${join(reportFolder, "report.md")}.`);
  });

  test("lives through a calendar of one's own, answers scripts with --json, and makes a seed where none is given", async () => {
    const file = join(folder, "own.csv");
    writeFileSync(file, "version,automaticAt,slowAt\n1.0,2026-01-01,\n1.1,2026-03-01,2026-03-01\n");
    const answer = JSON.parse((await sluice(...TINY, "--calendar", file, "--json")).out);
    expect(answer).toMatchObject({ installations: 100, counts: { checks: 500 }, violation: null });
    expect(answer.seed).toBeGreaterThanOrEqual(0);
  });

  test("refuses a folder that is none with 2, before anything else", async () => {
    const file = join(folder, "none");
    writeFileSync(file, "");
    const refused = await sluice("simulate", "--report", file);
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining("[report_not_writable]") });
  });
});
