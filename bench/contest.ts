import type { CpuTime } from "./cpu-time.ts";
import { inTurn, measureServer } from "./in-turn.ts";
import type { Answering } from "./processes.ts";
import { compared, median, type Result } from "./result.ts";

const CONNECTIONS = 32;
const ROUNDS = 5;
const PACED_MS = 1_000;
const MOST_MS = 500;
/** The pace of every process, well below what each of them can do, so that the load never hides what waking it costs. */
const PER_SECOND = 4_000;

/** A process that is asked the same as others, and what its figures are compared with. */
export interface Contender {
  /** What it is, as its rows call it. */
  readonly name: string;
  readonly asked: Answering;
  readonly paths: readonly string[];
  /** The largest ratio of its CPU time for an answer to that of `against`, if there is a goal. */
  readonly mostCpu?: number;
  /** The least ratio of its most answers a second to those of `against`, if there is a goal. */
  readonly leastRate?: number;
  /** The key of the contender that it is compared with, if not the first one. */
  readonly against?: string;
}

type Measured = Awaited<ReturnType<typeof measure>>;

/**
 * Asks every process at the same pace and then at its most, in turns: the CPU time for an answer, divided into its own code
 * and the kernel, and answers a second. All are compared with the first of them, or with the one that they name.
 */
export async function contest(contenders: Readonly<Record<string, Contender>>): Promise<readonly Result[]> {
  const entries = Object.entries(contenders);
  const turns = Object.fromEntries(entries.map(([key, one]) => [key, () => measure(one)]));
  const measured = await inTurn(ROUNDS, turns);
  const [first] = Object.keys(contenders);
  return entries.flatMap(([key, one]) => {
    const against = one.against ?? first;
    const yardstick = against === undefined || against === key ? null : (measured[against] ?? null);
    return rowsOf(one, measured[key] ?? [], yardstick);
  });
}

async function measure({ asked, paths }: Contender) {
  const load = { port: asked.port, paths, connections: CONNECTIONS };
  const kind = { perSecond: PER_SECOND };
  const { cpu } = await measureServer(asked, { ...load, milliseconds: PACED_MS, kind });
  const most = await measureServer(asked, { ...load, milliseconds: MOST_MS, kind: "kept" });
  return { cpu, mostPerSecond: most.perSecond };
}

function rowsOf(
  { name, mostCpu, leastRate }: Contender,
  rounds: readonly Measured[],
  yardstick: readonly Measured[] | null,
): readonly Result[] {
  const totals = (all: readonly Measured[]) => all.map(({ cpu }) => cpu.total);
  const rates = (all: readonly Measured[]) => all.map(({ mostPerSecond }) => mostPerSecond);
  const sumOf = (part: keyof CpuTime) => rounds.reduce((sum, { cpu }) => sum + cpu[part], 0);
  // One round is too short for Linux to divide its time well.
  const parts = `${percentOf(sumOf("kernel"), sumOf("total"))} of it in the kernel`;
  const pace = `CPU time for an answer at ${PER_SECOND.toLocaleString("en")} a second (${parts})`;
  const cpu = { name: `${name}: ${pace}`, unit: "µs", goal: null } as const;
  const rate = { name: `${name}: most answers`, goal: leastRate ?? null };
  if (yardstick === null) {
    return [
      { ...cpu, value: median(totals(rounds)), ratio: null },
      { ...rate, value: median(rates(rounds)), ratio: null, goal: null },
    ];
  }
  const goal = mostCpu === undefined ? {} : { mostRatio: mostCpu };
  return [
    compared(Object.assign(goal, cpu), totals(rounds), totals(yardstick)),
    compared(rate, rates(rounds), rates(yardstick)),
  ];
}

function percentOf(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)}%`;
}
