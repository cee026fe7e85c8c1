import { parentPort, workerData } from "node:worker_threads";
import type { PGlite } from "@electric-sql/pglite";
import { LEDGER_CHANNEL } from "../store.ts";
import { lastWords, messageOf } from "./damage.ts";
import { openDirectory } from "./open-pglite.ts";
import { type FromThread, type ToThread, toCarriedFault } from "./thread-messages.ts";

/** How many rows are told at once; the other thread takes in as many without holding anything up. */
const AT_ONCE = 200;

/** Serves an embedded database to the thread that started this one, in the order in which that asks. */
async function serveDatabase(directory: string): Promise<void> {
  const said: string[] = [];
  try {
    const pglite = await openDirectory(directory, (line) => said.push(line) > 0);
    const service = new Service(pglite);
    parentPort?.on("message", (asked: ToThread) => service.take(asked));
    tell({ kind: "opened" });
  } catch (error) {
    tell({ kind: "not_opened", why: lastWords(said) ?? messageOf(error) });
  }
}

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}

/** The result of a query that is told in pieces: its rows, and how many of them are told. */
interface ToldResult {
  readonly rows: readonly unknown[];
  readonly affectedRows: number;
  told: number;
}

class Service {
  readonly #pglite: PGlite;
  /** By call: the results of which the other thread has not asked for all rows yet. */
  readonly #results = new Map<number, ToldResult>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async take(asked: ToThread): Promise<void> {
    const { call } = asked;
    try {
      this.#tellRows(call, await this.#resultOf(asked));
    } catch (error) {
      tell({ kind: "failed", call, ...toCarriedFault(error) });
    }
  }

  async #resultOf(asked: ToThread): Promise<ToldResult> {
    switch (asked.kind) {
      case "query": {
        const { rows, affectedRows = 0 } = await this.#pglite.query(asked.sql, [...asked.parameters]);
        return { rows, affectedRows, told: 0 };
      }
      case "more":
        return this.#results.get(asked.call) ?? nothing();
      case "listen":
        await this.#pglite.listen(LEDGER_CHANNEL, () => tell({ kind: "announced" }));
        return nothing();
      case "close":
        await this.#pglite.close();
        return nothing();
    }
  }

  #tellRows(call: number, result: ToldResult): void {
    const from = result.told;
    result.told += AT_ONCE;
    const isLast = result.told >= result.rows.length;
    const rows = result.rows.slice(from, result.told);
    if (isLast) this.#results.delete(call);
    else this.#results.set(call, result);
    tell({ kind: "rows", call, rows, affectedRows: result.affectedRows, isLast });
  }
}

function nothing(): ToldResult {
  return { rows: [], affectedRows: 0, told: 0 };
}

await serveDatabase(String(workerData));
