import type { FastifyInstance } from "fastify";
import type { LedgerHead } from "../../ledger/entry.ts";
import type { Database } from "../../store/database.ts";
import { type DatabaseFaultCode, refuseFault } from "../../store/database-faults.ts";
import type { BuildFiles } from "../../store/files/build-files.ts";
import { ledgerHead } from "../../store/ledger/ledger-table.ts";
import { isReadOnly } from "../../store/read-only.ts";
import { lagSeconds } from "../../updates/lag.ts";
import type { Context } from "../context.ts";

/** The context of the health calls. */
export interface HealthContext extends Context {
  /** Where the files of builds are kept. */
  readonly buildFiles: Pick<BuildFiles, "kind" | "check">;
}

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database answers too and takes changes; it reports how far the answers are
 * behind its ledger, in entries and in seconds since they were last up to date (`lagging`: for some seconds). An
 * unreachable bucket is reported, but does not make the server unready, because it still answers checks.
 */
export function registerHealth(app: FastifyInstance, context: HealthContext): void {
  app.get("/healthz", async () => ({ status: "live" }));
  app.get("/readyz", async (_request, reply) => {
    const { store, fleet, follower } = context;
    const known = await lookAt(store.database);
    const answered = fleet.sequence;
    const { kind } = context.buildFiles;
    const behindSeconds = Math.floor(follower.secondsBehind);
    if (known.code !== null) {
      const away = { status: known.code, answered, behindSeconds };
      return reply.status(503).header("retry-after", "5").send(away);
    }
    const { head } = known;
    return {
      status: lagSeconds(follower) === null ? "ready" : "lagging",
      ledger: head.sequence,
      answered,
      behind: Math.max(head.sequence - answered, 0),
      behindSeconds,
      builds: { store: kind, reachable: (await context.buildFiles.check()).ok },
    };
  });
}

/** The head of the ledger, or the code of what is wrong with the database. */
async function lookAt(
  database: Database,
): Promise<{ readonly code: null; readonly head: LedgerHead } | { readonly code: DatabaseFaultCode }> {
  try {
    const head = await ledgerHead(database);
    return (await isReadOnly(database)) ? { code: "database_read_only" } : { code: null, head };
  } catch (error) {
    return { code: refuseFault(error)?.code ?? "database_unreachable" };
  }
}
