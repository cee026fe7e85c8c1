import { sql } from "kysely";
import { beginWorld, CheckpointKeeper } from "../src/fleet/checkpoint-keeper.ts";
import { LedgerFollower } from "../src/fleet/ledger-follower.ts";
import type { World } from "../src/fleet/world.ts";
import { migrateStore } from "../src/store/migrate-store.ts";
import { openStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";
import { PostgresServer } from "../test/support/postgres-server.ts";
import type { Result } from "./result.ts";

const ORGANIZATIONS = 1_000_000;
const PARTNERS = 1_000;
/** How many changes came after the checkpoint: as many as there can be before the next is written. */
const SINCE = 50_000;
const MOST_SECONDS = 10;

/** How long a server reads before it answers, over a real PostgreSQL: the whole ledger, and from a checkpoint on. */
export async function benchStart(): Promise<readonly Result[]> {
  const server = new PostgresServer({ durable: false });
  await server.create();
  try {
    const databaseUrl = server.urlOf("postgres");
    await withStore(databaseUrl, fill);
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

async function withStore<Value>(databaseUrl: string, work: (store: Store) => Promise<Value>): Promise<Value> {
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** Seconds from nothing to a world that can answer; `after` is not among them. */
async function timeStart(
  databaseUrl: string,
  after: (store: Store, world: World) => Promise<void> = async () => undefined,
): Promise<number> {
  const startedAt = performance.now();
  return withStore(databaseUrl, async (store) => {
    const world = await beginWorld(store);
    await new LedgerFollower(store, world).catchUp();
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
  await new CheckpointKeeper(store, world, fail, { running: 0, stopping: 0 }).start(
    new LedgerFollower(store, world),
  )();
}

/** A ledger as servers would have written it, but for its hashes, which reading on does not look at. */
async function fill(store: Store): Promise<void> {
  const migrated = await migrateStore(store);
  if (!migrated.ok) throw new Error(migrated.error.message);
  await sql`
    insert into ledger (sequence, change, at, actor, action, subject, subject_id, organization_id, before, after, previous_hash, hash)
    select n, n, '2026-01-01Z', ${ANN}::jsonb, 'bench', 'partner_settings', ${uuidOf("n")}, null, null,
      jsonb_build_object('schedule', ${word("'slow'", "n % 13")}, 'allowCustomerOverride', true,
        'updatedAt', '2026-01-01T00:00:00.000Z', 'updatedBy', ${ANN}::jsonb), '', n::text
    from generate_series(1, ${sql.lit(PARTNERS)}) n`.execute(store.database);
  await addOrganizations(store, 0, ORGANIZATIONS);
}

const ANN = JSON.stringify({ id: "ann", displayName: "Ann", role: "vendor_admin" });

function word(cadence: string, weeks: string) {
  return sql`jsonb_build_object('schedule',
    jsonb_build_object('cadence', ${sql.raw(cadence)}, 'deferralWeeks', ${sql.raw(weeks)}),
    'setBy', ${ANN}::jsonb, 'setAt', '2026-01-01T00:00:00.000Z')`;
}

function uuidOf(number: string) {
  return sql.raw(`(md5((${number})::text)::uuid)::text`);
}

/** Each with a partner, one in twenty with two. */
async function addOrganizations(store: Store, from: number, count: number): Promise<void> {
  const first = PARTNERS + from;
  await sql`
    insert into ledger (sequence, change, at, actor, action, subject, subject_id, organization_id, before, after, previous_hash, hash)
    select n, n, '2026-01-01Z', ${ANN}::jsonb, 'bench', 'organization', ${uuidOf("n")}, ${uuidOf("n")}, null,
      jsonb_build_object('id', ${uuidOf("n")}, 'name', 'Organization ' || n, 'createdAt', '2026-01-01T00:00:00.000Z',
        'partnerIds', case when n % 20 = 0
          then jsonb_build_array(${uuidOf("1 + n % 1000")}, ${uuidOf("1 + n / 7 % 1000")})
          else jsonb_build_array(${uuidOf("1 + n % 1000")}) end), '', n::text
    from generate_series(${sql.lit(first + 1)}::int, ${sql.lit(first + count)}::int) n`.execute(
    store.database,
  );
}
