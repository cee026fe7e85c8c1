import type { FastifyInstance } from "fastify";
import type { BuildFiles } from "../../store/files/build-files.ts";
import { ledgerHead } from "../../store/ledger/ledger-table.ts";
import { lagSeconds } from "../../updates/lag.ts";
import type { Context } from "../context.ts";
import { SharedAnswer } from "./shared-answer.ts";

/** The context of the health calls. */
export interface HealthContext extends Context {
  /** Where the files of builds are kept. */
  readonly buildFiles: Pick<BuildFiles, "kind" | "check">;
}

/** For how long all who probe share one look at the database, and one at the bucket, in milliseconds. */
const HEAD_MS = 250;
const BUCKET_MS = 10_000;

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database answers too; it reports how far the answers are
 * behind its ledger, in entries and in seconds since they were last up to date (`lagging`: for some seconds). An
 * unreachable bucket is reported, but does not make the server unready, because it still answers checks.
 */
export function registerHealth(app: FastifyInstance, context: HealthContext): void {
  const { kind } = context.buildFiles;
  const head = new SharedAnswer(HEAD_MS, () => ledgerHead(context.store.database).catch(() => null));
  const bucket = new SharedAnswer(kind === "s3" ? BUCKET_MS : HEAD_MS, () => context.buildFiles.check());
  app.get("/healthz", async () => ({ status: "live" }));
  app.get("/readyz", async (_request, reply) => {
    const known = await head.get(context.fleet.sequence);
    const answered = context.fleet.sequence;
    const behindSeconds = Math.floor(context.follower.secondsBehind);
    if (!known) {
      const away = { status: "database_unreachable", answered, behindSeconds };
      return reply.status(503).header("retry-after", "5").send(away);
    }
    return {
      status: lagSeconds(context.follower) === null ? "ready" : "lagging",
      ledger: known.sequence,
      answered,
      behind: Math.max(known.sequence - answered, 0),
      behindSeconds,
      builds: { store: kind, reachable: (await bucket.get()).ok },
    };
  });
}
