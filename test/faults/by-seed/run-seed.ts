import { LedgerFollower } from "../../../src/fleet/ledger-follower.ts";
import { verifyFleet } from "../../../src/fleet/verify-fleet.ts";
import { World } from "../../../src/fleet/world.ts";
import { differencesBetween } from "../../../src/fleet/world-differences.ts";
import { ledgerSource } from "../../../src/store/ledger/ledger-table.ts";
import type { SimulatedEdge } from "./edge.ts";
import { fetchOf } from "./edge-fetch.ts";
import { PATIENCE_MS } from "./line.ts";
import { modelStore } from "./model-store.ts";
import { ask, makeChanges } from "./people.ts";
import type { SimulatedServer } from "./server.ts";
import { Stage } from "./stage.ts";
import { replace } from "./virtual-time.ts";
import { storm } from "./weather.ts";

const QUIET_UNTIL_MS = 600;
const STORM_UNTIL_MS = 6_000;
/** What was asked before the calm begins has failed, and is asked again, after this time at the latest. */
const ECHO_MS = 4 * PATIENCE_MS;
/** After this time of calm everybody agrees. */
const CALM_MS = 1_000;
/** What an edge took last is sent, and written, after this time. */
const WRITTEN_AFTER_MS = 3_000;

/** What a run came to. */
export interface Outcome {
  /** What did not hold, or null if everything did. */
  readonly violation: string | null;
  readonly lines: readonly string[];
  readonly seen: ReadonlyMap<string, number>;
}

/** Runs the simulation of a seed; the same seed gives the same run. */
export async function runSeed(seed: number): Promise<Outcome> {
  const stage = new Stage(seed);
  const { time, watch, chance } = stage;
  const endings = [
    replace(globalThis, { fetch: fetchOf(stage) }),
    replace(Math, { random: () => chance.between(0, 999) / 1000 }),
  ];
  await time.during(async () => {
    const play = begin(stage).catch((error) => watch.broken(`a part failed: ${(error as Error).stack}`));
    let isOver = false;
    void play.then(() => {
      isOver = true;
    });
    while (!isOver && watch.violation === null && time.now < 60_000) await time.passUntil(time.now + 100);
    if (!isOver && watch.violation === null) watch.broken("the run does not come to an end");
    for (const one of [...stage.servers, ...stage.edges]) one.kill();
  });
  for (const end of endings) end();
  const { violation, lines, seen } = watch;
  return { violation, lines, seen };
}

async function begin(stage: Stage): Promise<void> {
  const { time, servers, edges } = stage;
  const changes = makeChanges(stage, STORM_UNTIL_MS + ECHO_MS);
  const asking = ask(stage, STORM_UNTIL_MS + ECHO_MS + CALM_MS);
  for (const one of [...servers, ...edges]) void one.start();
  await time.pause(QUIET_UNTIL_MS);
  await storm(stage, STORM_UNTIL_MS);
  await time.pause(ECHO_MS);
  await changes;
  for (const one of [...servers, ...edges]) void one.start();
  await time.pause(CALM_MS);
  await expectAgreement(stage);
  await asking;
  await time.pause(WRITTEN_AFTER_MS);
  const fates = new Map([...servers, ...edges].map((one) => [one.name, one.otherFates]));
  stage.watch.expectKept((process) => fates.get(process) ?? 0);
}

/** Everybody stands where the ledger ends, and as a world that is read anew; so does the checkpoint. */
async function expectAgreement(stage: Stage): Promise<void> {
  const { servers, edges, watch, database } = stage;
  const direct = modelStore({
    database,
    time: stage.time,
    line: stage.newLine(),
    near: { isAlive: true },
    opened: new Set(),
    databaseNow: () => stage.now(),
  });
  const anew = new World();
  await new LedgerFollower(ledgerSource(direct.database), anew).catchUp();
  for (const one of [...servers, ...edges]) compare(stage, one, anew);
  const { differences, checkpoint } = await verifyFleet(direct);
  if (checkpoint > 0) watch.count("checkpoint");
  for (const difference of differences) watch.broken(`the checkpoint differs: ${difference}`);
}

function compare({ watch }: Stage, one: SimulatedServer | SimulatedEdge, anew: World): void {
  const { running, name } = one;
  const sequence = running?.fleet.sequence;
  if (running?.fleet.head.hash !== anew.head.hash)
    watch.broken(`${name} stands at entry ${sequence} after the calm, the ledger ends at ${anew.sequence}`);
  if (!running) return;
  for (const difference of differencesBetween(running.follower.world, anew))
    watch.broken(`${name} differs: ${difference}`);
}
