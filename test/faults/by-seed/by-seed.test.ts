import { expect, test } from "vitest";
import { runSeed } from "./run-seed.ts";

test("try", async () => {
  const first = Number(process.env.FIRST ?? 1);
  const count = Number(process.env.COUNT ?? 1);
  const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
  const before = cpu();
  const seen = new Map<string, number>();
  let bad = 0;
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await runSeed(seed);
    for (const [k, v] of outcome.seen) seen.set(k, (seen.get(k) ?? 0) + v);
    if (outcome.violation) {
      bad++;
      if (bad <= 3) console.log(seed, outcome.violation.slice(0, 1500), "\n" + outcome.lines.slice(-30).map((l) => l.slice(0, 300)).join("\n"));
      else console.log(seed, outcome.violation.slice(0, 200));
    }
    if (bad > 12) break;
  }
  console.log("cpu", cpu() - before, "bad", bad, JSON.stringify([...seen]));
  expect(1).toBe(1);
}, 280_000);
