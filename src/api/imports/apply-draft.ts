import type { ImportReport } from "../../contract/bulk-data.ts";
import type { LedgerHead } from "../../ledger/entry.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { isOfOthers } from "../../store/database-faults.ts";
import type { Change } from "../../store/ledger/change.ts";
import { Draft } from "../../store/ledger/draft.ts";
import { entriesAfter, ledgerHead } from "../../store/ledger/ledger-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { appliedReport, type ImportFindings, newFindings } from "./import-findings.ts";
import type { Drafting } from "./import-kind.ts";
import type { LineJudge } from "./judge-lines.ts";
import { isRefused, type Pass, passOver } from "./pass-over.ts";

/** What applying the lines came to; the file as a whole is refused, or the change is. */
export interface AppliedLines {
  readonly found: ImportFindings;
  readonly applied: Result<ImportReport, Refusal>;
}

/** The refusal of the change of a file that is refused for its lines. */
export const LINES_REFUSED = refuse("lines_refused", "Some lines are bad; correct them.");

/** How new records are drafted here. */
export interface DraftingHere<Ready> extends Drafting<Ready> {
  readonly drafted: Draft["drafted"];
}

/**
 * Judges and drafts every line before the ledger's lock is held, and appends the entries under it. Gives null, with nothing
 * changed, if others made a change meanwhile after which the lines may have to be judged otherwise.
 */
export async function applyDraft<Line, Ready>(
  pass: Pass<Line, Ready>,
  drafting: DraftingHere<Ready>,
  context: Context,
): Promise<AppliedLines | null> {
  const lines = new LineDraft(pass, drafting);
  try {
    const applied = await applyLines(lines, context, pass.asked.actor);
    return !applied.ok && applied.error === OVERTAKEN ? null : { found: lines.found, applied };
  } catch (error) {
    // A change that removes what the lines are about waits for them, and they for its lock: one of the two is given up. One
    // that was made after they were judged leaves them without what they are about.
    if (isOfOthers(error)) return null;
    throw error;
  } finally {
    await lines.end();
  }
}

async function applyLines<Line, Ready>(
  lines: LineDraft<Line, Ready>,
  context: Context,
  actor: Actor,
): Promise<Result<ImportReport, Refusal>> {
  const append = async (transaction: Change) => {
    if (await lines.areOvertaken(transaction.database)) return err(OVERTAKEN);
    await transaction.appendDraft(lines.draft);
    return ok(appliedReport(lines.found));
  };
  if (lines.drafted === "written")
    return change(context, actor, append, (transaction) => lines.write(transaction));
  const kept = await lines.write(context.store.database);
  return kept.ok ? change(context, actor, append) : kept;
}

const OVERTAKEN = refuse("lines_refused", "Another change came in between.");

/** After more entries than this the lines are judged again without a look at what they say. */
const MOST_LOOKED_AT = 2_000;

/** The lines of a file as drafts, and what they are about. */
class LineDraft<Line, Ready> {
  readonly #pass: Pass<Line, Ready>;
  readonly #drafting: DraftingHere<Ready>;
  readonly #owners = new Set<string>();
  #begun: { readonly draft: Draft; readonly head: LedgerHead } | null = null;
  #judge: LineJudge<Line, Ready> | null = null;
  found = newFindings();

  constructor(pass: Pass<Line, Ready>, drafting: DraftingHere<Ready>) {
    this.#pass = { ...pass, step: "apply" };
    this.#drafting = drafting;
  }

  async write(database: Database): Promise<Result<true, Refusal>> {
    const { record, ownersOf } = this.#drafting;
    const head = await ledgerHead(database);
    const draft = await Draft.begin(database, this.drafted);
    this.#begun = { draft, head };
    const { found, judge } = await passOver({ ...this.#pass, database }, async (ready) => {
      for (const one of ready) for (const owner of ownersOf(one)) this.#owners.add(owner);
      await record(draft, ready);
    });
    this.found = found;
    this.#judge = judge;
    return isRefused(found, this.#pass.asked) ? err(LINES_REFUSED) : ok(true);
  }

  get drafted(): Draft["drafted"] {
    return this.#drafting.drafted;
  }

  /** Ends the draft, if it was begun. */
  async end(): Promise<void> {
    await this.#begun?.draft.end();
  }

  get draft(): Draft {
    return this.#isBegun.draft;
  }

  /** Whether an entry since the draft was begun may make its lines be judged otherwise. Under the ledger's lock. */
  async areOvertaken(database: Database): Promise<boolean> {
    const { sequence } = this.#isBegun.head;
    const entries = await entriesAfter(database, sequence, MOST_LOOKED_AT + 1);
    const lines = {
      owners: this.#owners,
      areAbout: (keys: readonly string[]) => this.#judge?.isAbout(keys) ?? true,
      areCounted: levelOf(this.#pass.asked.actor.role) !== "vendor",
    };
    return (
      entries.length > MOST_LOOKED_AT || entries.some((entry) => this.#drafting.isOvertaken(entry, lines))
    );
  }

  get #isBegun() {
    if (!this.#begun) throw new Error("the lines are not written yet");
    return this.#begun;
  }
}
