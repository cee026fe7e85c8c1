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
 * whose last entry the ledger does not have is not ready (`diverged`), nor is one that makes no changes because its clock
 * is off (`clock_off`). An unreachable bucket is reported, but does not
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
    const clockAheadSeconds = context.clock.aheadSeconds;
    const unready = head ? findFault(context, known, head) : { status: "database_unreachable" };
    if (!head || unready) {
      return reply
        .status(503)
        .header("retry-after", "5")
        .send({ ...unready, answered, behindSeconds, clockAheadSeconds });
    }
    return {
      status: lagSeconds(context.follower) === null ? "ready" : "lagging",
      ledger: head.sequence,
      answered,
      behind: head.sequence - answered,
      behindSeconds,
      clockAheadSeconds,
      builds: { store: context.buildFiles.kind, reachable: (await context.buildFiles.check()).ok },
    };
  });
}

/**
 * What a server reports that answers from entries which the ledger does not have, or makes no changes because its clock is
 * off; null if all is well.
 */
function findFault({ follower, clock }: Context, known: LedgerPosition, head: LedgerPosition): object | null {
  const isOther =
    head.sequence < known.sequence || (head.sequence === known.sequence && head.hash !== known.hash);
  // The next look reads everything anew; it is not waited for here.
  if (isOther) follower.catchUp().catch(() => undefined);
  if (isOther || follower.hasDiverged) return { status: "diverged", ledger: head.sequence };
  return clock.fault && { status: clock.fault.code, ledger: head.sequence };
}
