import type { FastifyInstance } from "fastify";
import type { BuildFiles } from "../../store/files/build-files.ts";
import { ledgerHead } from "../../store/ledger/ledger-table.ts";
import { lagSeconds } from "../../updates/lag.ts";
import type { Context } from "../context.ts";

/** The context of the health calls. */
export interface HealthContext extends Context {
  /** Where the files of builds are kept. */
  readonly buildFiles: Pick<BuildFiles, "kind" | "check">;
}

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database answers too; it reports how far the answers are
 * behind its ledger, in entries and in seconds since they were last up to date (`lagging`: for some seconds). An
 * unreachable bucket is reported, but does not make the server unready, because it still answers checks.
 */
export function registerHealth(app: FastifyInstance, context: HealthContext): void {
  app.get("/healthz", async () => ({ status: "live" }));
  app.get("/readyz", async (_request, reply) => {
    const head = await ledgerHead(context.store.database).catch(() => null);
    const answered = context.fleet.sequence;
    const { kind } = context.buildFiles;
    const behindSeconds = Math.floor(context.follower.secondsBehind);
    if (!head) {
      const away = { status: "database_unreachable", answered, behindSeconds };
      return reply.status(503).header("retry-after", "5").send(away);
    }
    return {
      status: lagSeconds(context.follower) === null ? "ready" : "lagging",
      ledger: head.sequence,
      answered,
      behind: Math.max(head.sequence - answered, 0),
      behindSeconds,
      builds: { store: kind, reachable: (await context.buildFiles.check()).ok },
    };
  });
}
