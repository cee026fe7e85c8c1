import type { LedgerPosition } from "../../ledger/entry.ts";
import type { Subject } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import type { Finding } from "./finding.ts";
import type { JudgedRange } from "./judge-chain.ts";
import { type ChainRange, verifyRange } from "./verify-range.ts";
import { verifySubject } from "./verify-state.ts";

/** A part of a check that needs no other part: of the chain, or the state of one subject. */
export type VerifyTask =
  | { readonly kind: "range"; readonly range: ChainRange; readonly expected: LedgerPosition | null }
  | { readonly kind: "subject"; readonly subject: Subject };

/** What came of a task. */
export type VerifiedTask =
  | { readonly kind: "range"; readonly judged: JudgedRange }
  | { readonly kind: "subject"; readonly findings: readonly Finding[] };

export async function runTask(database: Database, task: VerifyTask): Promise<VerifiedTask> {
  switch (task.kind) {
    case "range":
      return { kind: "range", judged: await verifyRange(database, task.range, task.expected) };
    case "subject":
      return { kind: "subject", findings: await verifySubject(database, task.subject) };
  }
}

/** What runs tasks: this process, one after another, or several threads. */
export interface TaskRunner {
  /** How many tasks run at once. */
  readonly threads: number;
  run(task: VerifyTask): Promise<VerifiedTask>;
}

/** Runs tasks and gives each result in the order of the tasks, as soon as it and all before it are there. */
export async function runInOrder(
  { threads, run }: TaskRunner,
  tasks: readonly VerifyTask[],
  take: (done: VerifiedTask) => void,
): Promise<void> {
  const running: Promise<VerifiedTask>[] = [];
  let next = 0;
  const begin = () => {
    const task = tasks[next++];
    if (!task) return;
    const begun = run(task);
    // Whoever awaits it is told; until then it is no rejection that nobody handles.
    begun.catch(() => undefined);
    running.push(begun);
  };
  for (let ahead = 0; ahead < threads; ahead++) begin();
  for (let first = running.shift(); first; first = running.shift()) {
    const done = await first;
    begin();
    take(done);
  }
}
