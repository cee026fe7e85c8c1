import type { Decider } from "../../commands/batch.ts";
import type { ExistingChoice } from "../../contract/bulk-data.ts";
import type { Instant } from "../../instant.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { QuotaNumbers } from "../../tenancy/quota.ts";
import type { ImportKind } from "./import-kind.ts";
import type { ReadLine } from "./line-batches.ts";
import { KnownLines } from "./line-identity.ts";

/** What becomes of a line, and what is told of one that is about what is there already. */
type Fate<Ready> =
  | { readonly is: "applied"; readonly ready: Ready; readonly told: Refusal | null }
  | { readonly is: "skipped"; readonly told: Refusal }
  | { readonly is: "bad"; readonly why: Refusal };

export interface JudgedLine<Ready> extends Pick<ReadLine<unknown>, "line" | "isLast"> {
  readonly fate: Fate<Ready>;
}

/** By whom a file was sent, and what is to become of lines about what is there already. */
interface AskedOfLines {
  readonly actor: Actor;
  readonly existing: ExistingChoice;
}

/** Judges the lines of one file, batch by batch in their order, as the database is then. */
export class LineJudge<Line, Ready> {
  readonly #existing: ExistingChoice;
  readonly #decider: Decider<Line, Ready>;
  readonly #known: KnownLines<Line> | null;

  constructor(kind: ImportKind<Line, Ready>, { actor, existing }: AskedOfLines, quotas: QuotaNumbers) {
    this.#existing = existing;
    this.#decider = kind.decider(actor, quotas);
    this.#known = kind.identity && new KnownLines(kind.identity, actor);
  }

  async judge(
    database: Database,
    batch: readonly ReadLine<Line>[],
    at: Instant,
  ): Promise<readonly JudgedLine<Ready>[]> {
    const readable = batch.flatMap(({ line, read }) => (read.ok ? [{ line, value: read.value }] : []));
    const decided = await this.#decider.decide(
      database,
      readable.map(({ value }) => value),
      at,
    );
    const good = readable.filter((_, place) => decided[place]?.ok);
    const told = (await this.#known?.tell(database, good)) ?? good.map(() => null);
    const [decisions, tellings] = [decided.values(), told.values()];
    const judged = batch.map(({ line, isLast, read }) => {
      const result = read.ok ? (decisions.next().value as Result<Ready, Refusal>) : read;
      const fate = result.ok ? this.#fateOf(result.value, tellings.next().value ?? null) : bad(result.error);
      return { line, isLast, fate };
    });
    return this.#count(database, judged);
  }

  /** Whether a line is about what one of these keys stands for, as far as the lines were judged. */
  isAbout(keys: readonly string[]): boolean {
    return this.#known?.has(keys) ?? false;
  }

  /** Counts those that are applied, and no others, for the quotas; one too many is bad. */
  async #count(
    database: Database,
    judged: readonly JudgedLine<Ready>[],
  ): Promise<readonly JudgedLine<Ready>[]> {
    const applied = judged.flatMap(({ fate }) => (fate.is === "applied" ? [fate.ready] : []));
    const counted = (await this.#decider.count(database, applied)).values();
    return judged.map((one) => {
      const within = one.fate.is === "applied" ? counted.next().value : undefined;
      return within && !within.ok ? { ...one, fate: bad(within.error) } : one;
    });
  }

  #fateOf(ready: Ready, told: Refusal | null): Fate<Ready> {
    if (!told) return { is: "applied", ready, told };
    switch (this.#existing) {
      case "create":
        return { is: "applied", ready, told };
      case "skip":
        return told.code === "line_repeated" ? { is: "applied", ready, told } : { is: "skipped", told };
      case "refuse":
        return bad(told);
    }
  }
}

function bad(why: Refusal): { readonly is: "bad"; readonly why: Refusal } {
  return { is: "bad", why };
}
