import { sql } from "kysely";
import { read, type Visitor } from "../src/api/demo/visitor.ts";
import { LIST_STATES } from "../src/policy/list-state.ts";
import type { Store } from "../src/store/store.ts";
import { PostgresServer } from "../test/support/postgres-server.ts";
import { addSettings, COMMON_WORD, fillLedger, RARE_WORD, uuidOf, withStore } from "./filled-ledger.ts";
import { fillTables } from "./filled-tables.ts";
import { inTurn } from "./in-turn.ts";
import { Processes } from "./processes.ts";
import { compared, median, type Result } from "./result.ts";

const ORGANIZATIONS = 1_000_000;
const PAGE = 100;
const ROUNDS = 15;
const MOST_MS = 50;

/**
 * Pages of the list of a million organizations over HTTP, from a real PostgreSQL, against one plain query of such a
 * page.
 */
export async function benchLists(): Promise<readonly Result[]> {
  const server = new PostgresServer({ durable: false });
  await server.create();
  try {
    const databaseUrl = server.urlOf("postgres");
    return await withStore(databaseUrl, async (store) => {
      await fillLedger(store, ORGANIZATIONS);
      await addSettings(store);
      await fillTables(store);
      return Processes.during(async (processes) =>
        measure(store, await processes.sluice({ DATABASE_URL: databaseUrl })),
      );
    });
  } finally {
    await server.destroy();
  }
}

async function measure(store: Store, visitor: Visitor): Promise<readonly Result[]> {
  const pages = { ...(await pagesOf(store)) };
  const contenders = Object.entries(pages).map(([name, { query, found }]) => {
    return [name, () => timeOf(() => readPage(visitor, query, found))] as const;
  });
  const plain = () => timeOf(() => plainPage(store));
  const { [PLAIN]: floor = [], ...times } = await inTurn<string, number>(ROUNDS, {
    [PLAIN]: plain,
    ...Object.fromEntries(contenders),
  });
  return [
    { name: PLAIN, value: median(floor), unit: "ms", ratio: null, goal: null },
    ...Object.entries(times).map(([name, measured]) =>
      compared({ name, unit: "ms", goal: MOST_MS }, measured, floor),
    ),
  ];
}

const PLAIN = `one query of PostgreSQL's own: the first ${PAGE} of ${ORGANIZATIONS.toLocaleString("en")} organizations by name`;

/** The query of a page, and how many organizations must be on it. */
interface Page {
  readonly query: string;
  readonly found: number;
}

async function pagesOf(store: Store): Promise<Readonly<Record<string, Page>>> {
  const full = (query: string) => ({ query, found: PAGE });
  const list = `list of ${ORGANIZATIONS.toLocaleString("en")} organizations, ${PAGE} a page:`;
  return {
    [`${list} the first`]: full(""),
    [`${list} in the middle`]: full(`&after=${await middle(store)}`),
    [`${list} of one partner`]: full(`&partnerId=${await partner(store)}`),
    [`${list} with a word that every fifth has`]: full(`&q=${COMMON_WORD}`),
    [`${list} with a word that 10 have`]: { query: `&q=${RARE_WORD}`, found: ORGANIZATIONS / 100_000 },
    ...Object.fromEntries(LIST_STATES.map((state) => [`${list} state ${state}`, full(`&state=${state}`)])),
  };
}

/** A cursor as it is in the address of a next page. */
async function middle({ database }: Store): Promise<string> {
  const { rows } = await sql<{ name: string; id: string }>`
    select name, id from organizations order by name_key, id offset ${ORGANIZATIONS / 2} limit 1`.execute(
    database,
  );
  const [{ name, id } = { name: "", id: "" }] = rows;
  return Buffer.from(JSON.stringify([name, id])).toString("base64url");
}

async function partner({ database }: Store): Promise<string> {
  const { rows } = await sql<{ id: string }>`select ${uuidOf("1")} as id`.execute(database);
  return rows[0]?.id ?? "";
}

async function readPage(visitor: Visitor, query: string, found: number): Promise<void> {
  const { items } = await read<{ items: unknown[] }>(visitor, `/v1/organizations?max=${PAGE}${query}`);
  if (items.length !== found) throw new Error(`${query} found ${items.length} organizations`);
}

async function plainPage({ database }: Store): Promise<void> {
  await sql`select * from organizations order by name_key, id limit ${PAGE}`.execute(database);
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
