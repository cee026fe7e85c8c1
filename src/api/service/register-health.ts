import type { FastifyInstance } from "fastify";
import { ledgerHead } from "../../store/ledger-table.ts";
import type { Context } from "../context.ts";

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database does too, and how far behind its ledger the answers are. A
 * store of builds that is away is told, and keeps nobody from answering checks.
 */
export function registerHealth(app: FastifyInstance, context: Context): void {
  app.get("/healthz", async () => ({ status: "live" }));
  app.get("/readyz", async (_request, reply) => {
    const head = await ledgerHead(context.store.database).catch(() => null);
    const answered = context.fleet.sequence;
    const { kind } = context.buildFiles;
    if (!head)
      return reply.status(503).header("retry-after", "5").send({ status: "database_unreachable", answered });
    return {
      status: "ready",
      ledger: head.sequence,
      answered,
      behind: Math.max(head.sequence - answered, 0),
      builds: { store: kind, reachable: (await context.buildFiles.check()).ok },
    };
  });
}
