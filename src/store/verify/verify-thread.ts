import { parentPort, workerData } from "node:worker_threads";
import { sql } from "kysely";
import { openStore } from "../open-store.ts";
import { runTask, type VerifiedTask, type VerifyTask } from "./verify-task.ts";
import type { ThreadAnswer, ThreadData } from "./verify-threads.ts";

// The program of one thread of `verify-threads.ts`.
const { location, snapshot } = workerData as ThreadData;
const opened = await openStore(location);

/** Runs a task on the snapshot that all threads read. */
async function run(task: VerifyTask): Promise<VerifiedTask> {
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.database
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (transaction) => {
      await sql`set transaction snapshot ${sql.lit(snapshot)}`.execute(transaction);
      return runTask(transaction, task);
    });
}

parentPort?.on("message", async (task: VerifyTask) => {
  const answer: ThreadAnswer = await run(task).then(
    (done) => ({ done }),
    (error) => ({ error: { message: String(error?.message ?? error), code: error?.code } }),
  );
  parentPort?.postMessage(answer);
});
