import { beginWorld, CheckpointKeeper } from "../src/fleet/checkpoint-keeper.ts";
import { LedgerFollower } from "../src/fleet/ledger-follower.ts";
import type { World } from "../src/fleet/world.ts";
import { ledgerSource } from "../src/store/ledger/ledger-table.ts";
import type { Store } from "../src/store/store.ts";
import { PostgresServer } from "../test/support/postgres-server.ts";
import { addOrganizations, fillLedger, withStore } from "./filled-ledger.ts";
import type { Result } from "./result.ts";

const ORGANIZATIONS = 1_000_000;
/** The number of changes after the checkpoint: the most that there can be before the next one is written. */
const SINCE = 50_000;
const MOST_SECONDS = 10;

/** The time a server reads before it answers, over a real PostgreSQL: the whole ledger, and from a checkpoint on. */
export async function benchStart(): Promise<readonly Result[]> {
  const server = new PostgresServer({ durable: false });
  await server.create();
  try {
    const databaseUrl = server.urlOf("postgres");
    await withStore(databaseUrl, (store) => fillLedger(store, ORGANIZATIONS));
    const whole = await timeStart(databaseUrl, writeCheckpoint);
    const fromCheckpoint = await timeStart(databaseUrl);
    await withStore(databaseUrl, (store) => addOrganizations(store, ORGANIZATIONS, SINCE));
    const behind = await timeStart(databaseUrl);
    const all = `${ORGANIZATIONS.toLocaleString("en")} organizations, from PostgreSQL`;
    return [
      row(`start with ${all}, from a checkpoint`, fromCheckpoint, MOST_SECONDS),
      row(
        `start with ${all}, from a checkpoint and ${SINCE.toLocaleString("en")} entries after it`,
        behind,
        MOST_SECONDS,
      ),
      row(`start with ${all}, without a checkpoint: the whole ledger`, whole, null),
    ];
  } finally {
    await server.destroy();
  }
}

function row(name: string, seconds: number, goal: number | null): Result {
  return { name, value: seconds, ratio: null, goal, unit: "seconds" };
}

/** The seconds until a world can answer, without the time of `after`. */
async function timeStart(
  databaseUrl: string,
  after: (store: Store, world: World) => Promise<void> = async () => undefined,
): Promise<number> {
  const startedAt = performance.now();
  return withStore(databaseUrl, async (store) => {
    const world = await beginWorld(store);
    await new LedgerFollower(ledgerSource(store.database), world).catchUp();
    const seconds = (performance.now() - startedAt) / 1000;
    if (world.organizations.count < ORGANIZATIONS) throw new Error("not all organizations are there");
    await after(store, world);
    return seconds;
  });
}

async function writeCheckpoint(store: Store, world: World): Promise<void> {
  const fail = (problem: unknown) => {
    throw problem;
  };
  await new CheckpointKeeper(store, fail, { running: 0, stopping: 0 }).start(
    new LedgerFollower(ledgerSource(store.database), world),
  )();
}
