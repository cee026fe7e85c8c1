import { cpuAccountOf, cpuBetween } from "./cpu-time.ts";
import { run } from "./load.ts";
import type { Load } from "./load-shape.ts";
import type { Answering } from "./processes.ts";

/** How long each contender runs first, until its code is compiled. */
const WARM_UP_ROUNDS = 3;

/** Measures all contenders one after another, round by round; returns what each measured in each round. */
export async function inTurn<Name extends string, Value>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<Value>>>,
): Promise<Readonly<Record<Name, readonly Value[]>>> {
  const all = Object.entries<() => Promise<Value>>(contenders).map(([name, measure]) => {
    return { name, measure, measured: [] as Value[] };
  });
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const { measure, measured } of all) {
      const value = await measure();
      if (round >= 0) measured.push(value);
    }
  }
  return Object.fromEntries(all.map(({ name, measured }) => [name, measured])) as Record<Name, Value[]>;
}

/** A load on a server: answers a second, and the CPU time of its process for each. */
export async function measureServer({ pid }: Pick<Answering, "pid">, load: Load) {
  const before = cpuAccountOf(pid);
  const { perSecond, answers, latencies } = await run(load);
  const { total, user, kernel } = cpuBetween(before, cpuAccountOf(pid));
  const cpu = { total: total / answers, user: user / answers, kernel: kernel / answers };
  return { perSecond, latencies, cpu };
}
