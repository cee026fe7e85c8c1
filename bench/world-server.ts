import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import type { World } from "../src/fleet/world.ts";
import { IMAGE_FORMAT, imageOf } from "../src/fleet/world-image.ts";
import { newInMemory } from "../src/store/embedded/new-in-memory.ts";
import { migrateStore } from "../src/store/migrate-store.ts";
import { openStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";
import { writeCheckpoint } from "../src/store/tables/fleet-checkpoint-table.ts";
import { createFastCheck } from "../src/updates/fast-check.ts";
import { sendByNode } from "../src/updates/node-http.ts";
import { startServer, type TestServer } from "../test/support/running-server.ts";
import type { Certificate } from "./certificate.ts";
import { EDGE_KEY_OF_BENCH } from "./edge-key.ts";
import { uuid } from "./random.ts";
import { serveForParent } from "./serve-for-parent.ts";
import { makeWorld, switchOn, USERS_EACH } from "./world.ts";

/** The size of the world, and the certificate, or null for no TLS. */
export interface WorldOrder {
  readonly organizations: number;
  readonly certificate: Certificate | null;
  /** Whether there are builds for every protocol. */
  readonly isForUpdaters?: boolean;
  /** Where check-ins are written: a PostgreSQL, which then knows the organizations too; or an embedded database in memory. */
  readonly databaseUrl?: string;
}

/** One user in this number is on automatic upgrades, and so in memory. */
const SWITCHED_ON = 100;
/** The most organizations that get a row. */
const MOST_ROWS = 10_000;

/**
 * The whole server over a world made in memory: it reads the world from the checkpoint of its database, which contains
 * only the ledger's last entry. So requests are answered by the same code as in production.
 */
serveForParent(async ({ organizations, certificate, isForUpdaters = false, databaseUrl }: WorldOrder) => {
  const store = databaseUrl === undefined ? await newInMemory() : await openPostgresql(databaseUrl);
  await addOrganizations(store, organizations);
  await writeDown(store, makeWholeWorld(organizations, isForUpdaters));
  const server = await startServer(store, { edgeKey: EDGE_KEY_OF_BENCH });
  if (server.context.fleet.organizationCount !== organizations) throw new Error("the world is not there");
  const tlsPort = certificate && (await answerSecurely(server, certificate));
  return { ports: { port: Number(new URL(server.url).port), tlsPort }, close: () => server.close() };
});

async function openPostgresql(databaseUrl: string): Promise<Store> {
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  const migrated = await migrateStore(opened.value);
  if (!migrated.ok) throw new Error(migrated.error.message);
  return opened.value;
}

/** Adds the rows of organizations, without which no check-in is written. */
async function addOrganizations({ database }: Store, organizations: number): Promise<void> {
  const ids = Array.from({ length: Math.min(organizations, MOST_ROWS) }, (_, number) => uuid(number));
  await sql`
    insert into organizations (id, name, name_key, created_at)
    select id, id, id, now() from unnest(${ids}::text[]) as id`.execute(database);
}

function makeWholeWorld(organizations: number, isForUpdaters: boolean): World {
  const world = makeWorld(organizations, { isForUpdaters });
  const users = organizations * USERS_EACH;
  switchOn(
    world,
    Array.from({ length: users / SWITCHED_ON }, (_, index) => index * SWITCHED_ON),
    USERS_EACH,
  );
  return world;
}

async function writeDown(store: Store, world: World): Promise<void> {
  const { sequence, hash } = world.head;
  await sql`
    insert into ledger (sequence, change, at, actor, action, subject, subject_id, organization_id, before, after, previous_hash, hash)
    values (${sequence}, ${sequence}, now(), '{}', 'bench', 'partner', '', null, null, null, '', ${hash})`.execute(
    store.database,
  );
  const checkpoint = { mark: world.head, format: IMAGE_FORMAT, parts: imageOf(world) };
  if (!(await writeCheckpoint(store, checkpoint, 0))) throw new Error("no checkpoint was written");
}

/** Sluice ends no TLS itself; this is its fast check behind `node:https`. */
function answerSecurely({ context }: TestServer, certificate: Certificate): Promise<number> {
  const answerFast = createFastCheck(context);
  const server = createServer(certificate, (request, response) => {
    const ready = answerFast(request);
    if (ready === null) response.writeHead(500).end();
    else sendByNode(response, ready);
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", 16_384, () => resolve((server.address() as AddressInfo).port)),
  );
}
