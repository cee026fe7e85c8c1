import { expect, test } from "vitest";
import { atDepth, SEED } from "../../support/depth.ts";
import { runSeed } from "./run-seed.ts";

/**
 * Servers, edges, a database and installations in one process and in virtual time, with whatever goes wrong drawn from a
 * seed (`weather.ts`). What must hold is compared at every step (`watch.ts`). The parts are the program's own; only the
 * network, the disk, the clock and the tables of the database are simulated.
 *
 * It has been seen to fail, within the seeds of one run, for each of these faults in the program: see
 * docs/decisions/0023-faults-by-seed.md.
 */
const SEEDS = 1_000;
/** How many tests of so many seeds: a soak that is bound in time ends between two of them. */
const PARTS = Array.from({ length: atDepth({ gate: 1, soak: 20 }) }, (_, part) => ({
  from: SEED + part * SEEDS,
}));

test.each(PARTS)(
  `Nothing acknowledged is lost, no answer is outside the ledger, and all agree after a second of calm, for ${SEEDS} seeds from $from on`,
  async ({ from }) => {
    // How often something happened in all runs together: runs in which nothing goes wrong prove nothing.
    const seen = new Map<string, number>();
    for (let seed = from; seed < from + SEEDS; seed++) {
      const { violation, lines, seen: happened } = await runSeed(seed);
      for (const [what, count] of happened) seen.set(what, (seen.get(what) ?? 0) + count);
      if (violation !== null) fail(seed, lines);
    }
    for (const [what, least] of Object.entries(EXPECTED)) {
      expect(seen.get(what) ?? 0, `how often there was ${what}`).toBeGreaterThanOrEqual(SEEDS * least);
    }
  },
);

test("The same seed gives the same run", async () => {
  const [one, other] = [await runSeed(SEED), await runSeed(SEED)];
  expect(other.lines).toEqual(one.lines);
  expect(other.seen).toEqual(one.seen);
});

/** At least so many of each per run. */
const EXPECTED = {
  acknowledged: 3,
  refused: 1,
  unknown: 0.5,
  update: 2,
  stay: 20,
  late: 1,
  cut: 0.5,
  silent: 0.5,
  slow: 0.5,
  lossy: 0.5,
  server_killed: 0.5,
  edge_killed: 0.3,
  database_away: 0.3,
  past_lost: 0.2,
  clock_off: 0.1,
  diverged: 0.1,
  renewed: 0.1,
  "edge diverged": 0.05,
  checkpoint: 0.1,
};

function fail(seed: number, lines: readonly string[]): never {
  const again = `SLUICE_SEED=${seed} npx vitest run test/faults/by-seed`;
  expect.unreachable(`seed ${seed} (again: ${again})\n${lines.join("\n")}`);
}
