import { sql } from "kysely";
import { addDays, formatInstant, type Instant, toInstant } from "../src/instant.ts";
import { migrateStore } from "../src/store/migrate-store.ts";
import { openStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";
import { type CheckIn, type ToldState, writeCheckIns } from "../src/store/tables/check-in-batch.ts";
import { PostgresServer } from "../test/support/postgres-server.ts";
import { pick, randomFrom, uuid } from "./random.ts";
import { compared, median, type Result } from "./result.ts";

const ORGANIZATIONS = 10_000;
const INSTALLATIONS = 100_000;
const BATCH = 5_000;
const ROUNDS = 7;
/** How many installations run another version than the day before. */
const UPDATED = 0.03;
const VERSIONS = ["45.9.0.31000", "45.10.0.31200", "45.11.0.31400", "45.12.0.31600"];

/**
 * Check-ins written a second, against PostgreSQL's own upsert of the same rows in the same batches, alternating by day.
 */
export async function benchCheckIns(): Promise<readonly Result[]> {
  const server = new PostgresServer({ durable: true });
  await server.create();
  try {
    const opened = await openStore({ databaseUrl: server.urlOf("postgres"), dataDirectory: "unused" });
    if (!opened.ok) throw new Error(opened.error.message);
    const results = await compare(opened.value);
    await opened.value.close();
    return results;
  } finally {
    await server.destroy();
  }
}

async function compare(store: Store): Promise<readonly Result[]> {
  await prepare(store);
  const random = randomFrom(5);
  const rates = { ours: [] as number[], plain: [] as number[] };
  let fleet = newFleet(random);
  for (let day = 0; day <= ROUNDS; day++) {
    const now = addDays(toInstant(Date.UTC(2026, 0, 1)), day);
    fleet = dayLater(fleet, now, random);
    const plain = await rateOf(fleet, (batch) => upsert(store, batch));
    const ours = await rateOf(fleet, (batch) => writeCheckIns(store, batch, now));
    if (day === 0) continue;
    rates.ours.push(ours);
    rates.plain.push(plain);
  }
  await expectAll(store);
  const rows = `${INSTALLATIONS.toLocaleString("en")} installations of ${ORGANIZATIONS.toLocaleString("en")} organizations`;
  return [
    { name: `PostgreSQL's own upsert, ${rows}`, value: median(rates.plain), ratio: null, goal: null },
    compared({ name: `check-ins written and counted, ${rows}`, goal: 0.5 }, rates.ours, rates.plain),
  ];
}

async function prepare(store: Store): Promise<void> {
  const migrated = await migrateStore(store);
  if (!migrated.ok) throw new Error(migrated.error.message);
  const ids = Array.from({ length: ORGANIZATIONS }, (_, number) => uuid(number));
  await sql`
    insert into organizations (id, name, name_key, created_at)
    select id, id, id, now() from unnest(${ids}::text[]) as id`.execute(store.database);
  await sql`create table plain (like installations including all)`.execute(store.database);
}

/** What installations tell. */
const STATES: readonly ToldState[] = (["win", "mac", "linux"] as const).flatMap((platform) =>
  VERSIONS.map((version): ToldState => {
    const counted = {
      version,
      told: null,
      osVersion: null,
      osClass: null,
      managed: false,
      enrolmentKey: null,
    };
    return { platform, arch: "x64", updater: null, offered: null, ...counted };
  }),
);

function ofPlatform(platform: ToldState["platform"]): readonly ToldState[] {
  return STATES.filter((one) => one.platform === platform);
}

function newFleet(random: () => number): readonly CheckIn[] {
  return Array.from({ length: INSTALLATIONS }, (_, number) => ({
    organizationId: uuid(Math.floor(random() * ORGANIZATIONS)),
    installationId: uuid(number),
    userId: null,
    told: pick(random, STATES),
    askedAt: toInstant(0),
  }));
}

/** The check-ins of a day: in another order every day, and some have updated. */
function dayLater(fleet: readonly CheckIn[], askedAt: Instant, random: () => number): readonly CheckIn[] {
  return fleet
    .map((one) => ({ order: random(), one }))
    .sort((a, b) => a.order - b.order)
    .map(({ one }) => ({
      ...one,
      askedAt,
      told: random() < UPDATED ? pick(random, ofPlatform(one.told.platform)) : one.told,
    }));
}

async function rateOf(
  fleet: readonly CheckIn[],
  write: (batch: readonly CheckIn[]) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  for (let first = 0; first < fleet.length; first += BATCH) await write(fleet.slice(first, first + BATCH));
  return fleet.length / ((performance.now() - startedAt) / 1000);
}

async function upsert({ database }: Store, batch: readonly CheckIn[]): Promise<void> {
  const column = (read: (one: CheckIn) => string | null) => sql`${batch.map(read)}::text[]`;
  await sql`
    insert into plain
    select organization_id, installation_id, user_id, false, platform, arch, version, offered, asked_at::timestamptz
    from unnest(
      ${column((one) => one.organizationId)}, ${column((one) => one.installationId)},
      ${column((one) => one.userId)}, ${column((one) => one.told.platform)},
      ${column((one) => one.told.arch)}, ${column((one) => one.told.version)}, ${column((one) => one.told.offered)},
      ${column((one) => formatInstant(one.askedAt))}
    ) as asked (organization_id, installation_id, user_id, platform, arch, version, offered, asked_at)
    on conflict (organization_id, installation_id) do update set
      user_id = excluded.user_id, runs_ahead = excluded.runs_ahead, platform = excluded.platform,
      arch = excluded.arch, version = excluded.version, offered = excluded.offered,
      last_asked_at = excluded.last_asked_at`.execute(database);
}

/** Throws if rows or counts are missing, because the run then measured something else. */
async function expectAll({ database }: Store): Promise<void> {
  const { rows } = await sql<{ plain: number; kept: number; counted: number }>`
    select (select count(*) from plain) as plain, (select count(*) from installations) as kept,
      (select sum(installations) from installation_counts) as counted`.execute(database);
  const [{ plain, kept, counted } = { plain: 0, kept: 0, counted: 0 }] = rows;
  if ([plain, kept, counted].some((count) => Number(count) !== INSTALLATIONS)) {
    throw new Error(`there are ${plain} plain rows, ${kept} installations, ${counted} counted`);
  }
}
