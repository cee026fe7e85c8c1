import type { FastifyInstance } from "fastify";
import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { formatPosition } from "../../ledger/written-position.ts";
import { SharedAnswer } from "../../serving/shared-answer.ts";
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

/** For how long all who probe share one look at the database, and one at the bucket, in milliseconds. */
const DATABASE_MS = 100;
const BUCKET_MS = 10_000;

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database answers too and takes changes; it reports how far the
 * answers are behind its ledger, in entries and in seconds since they were last up to date (`lagging`: for some seconds).
 * A server whose last entry the ledger does not have is not ready (`diverged`), nor is one that makes no changes because
 * its clock is off (`clock_off`). An unreachable bucket is reported, but does not make the server unready, because it
 * still answers checks.
 */
export function registerHealth(app: FastifyInstance, context: HealthContext): void {
  const { kind } = context.buildFiles;
  const database = new SharedAnswer(DATABASE_MS, () => lookAt(context.store.database));
  const builds = new SharedAnswer(kind === "s3" ? BUCKET_MS : DATABASE_MS, () => context.buildFiles.check());
  app.get("/healthz", async () => ({ status: "live" }));
  app.get("/readyz", async (_request, reply) => {
    const { follower, clock } = context;
    // Its own position first: the ledger goes on meanwhile, but never back.
    const known = context.fleet.head;
    const seen = await database.get(formatPosition(known));
    const state = {
      answered: known.sequence,
      behindSeconds: Math.floor(follower.secondsBehind),
      clockAheadSeconds: clock.aheadSeconds,
    };
    const fault = seen.code === null ? findFault(context, known, seen.head) : { status: seen.code };
    if (seen.code !== null || fault) {
      return reply
        .status(503)
        .header("retry-after", "5")
        .send({ ...fault, ...state });
    }
    const { sequence: ledger } = seen.head;
    return {
      status: lagSeconds(follower) === null ? "ready" : "lagging",
      ledger,
      behind: ledger - known.sequence,
      ...state,
      builds: { store: kind, reachable: (await builds.get()).ok },
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
