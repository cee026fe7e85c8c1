import type { FastifyInstance } from "fastify";
import type { LedgerPosition } from "../../ledger/entry.ts";
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
 * behind its ledger, in entries and in seconds since they were last up to date (`lagging`: for some seconds). A server
 * whose last entry the ledger does not have is not ready (`diverged`). An unreachable bucket is reported, but does not
 * make the server unready, because it still answers checks.
 */
export function registerHealth(app: FastifyInstance, context: HealthContext): void {
  app.get("/healthz", async () => ({ status: "live" }));
  app.get("/readyz", async (_request, reply) => {
    // Its own position first: the ledger goes on meanwhile, but never back.
    const known = context.fleet.head;
    const head = await ledgerHead(context.store.database).catch(() => null);
    const behindSeconds = Math.floor(context.follower.secondsBehind);
    const answered = known.sequence;
    const unready = head ? findDivergence(context, known, head) : { status: "database_unreachable" };
    if (!head || unready) {
      return reply
        .status(503)
        .header("retry-after", "5")
        .send({ ...unready, answered, behindSeconds });
    }
    return {
      status: lagSeconds(context.follower) === null ? "ready" : "lagging",
      ledger: head.sequence,
      answered,
      behind: head.sequence - answered,
      behindSeconds,
      builds: { store: context.buildFiles.kind, reachable: (await context.buildFiles.check()).ok },
    };
  });
}

/** What a server reports that answers from entries which the ledger does not have, or null if all is well. */
function findDivergence({ follower }: Context, known: LedgerPosition, head: LedgerPosition): object | null {
  const isOther =
    head.sequence < known.sequence || (head.sequence === known.sequence && head.hash !== known.hash);
  // The next look reads everything anew; it is not waited for here.
  if (isOther) follower.catchUp().catch(() => undefined);
  return isOther || follower.hasDiverged ? { status: "diverged", ledger: head.sequence } : null;
}
