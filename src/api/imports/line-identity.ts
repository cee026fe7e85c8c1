import { type Refusal, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";

/** How it is known what a line is about, so that an import sent twice does not make everything twice. */
export interface LineIdentity<Line> {
  /** What a line is about, as later lines look for it. */
  readonly keysOf: (line: Line) => readonly string[];
  /** The keys of which anything that has one is the same as what the line is about. */
  readonly sameKeysOf: (line: Line) => readonly string[];
  /** The keys of what is stored, and which the actor may see, that one of these lines may be about. */
  readonly findStored: (
    database: Database,
    actor: Actor,
    lines: readonly Line[],
  ) => Promise<ReadonlySet<string>>;
  /** What is said of a line about something that is stored, and has this key. */
  readonly toldOf: (line: Line, key: string) => Refusal;
}

/** A line that can be applied, with its number. */
interface GoodLine<Line> {
  readonly line: number;
  readonly value: Line;
}

/** What the lines of one file are about, in their order. Remembers the keys of all of them. */
export class KnownLines<Line> {
  readonly #identity: LineIdentity<Line>;
  readonly #actor: Actor;
  readonly #stored = new Set<string>();
  readonly #lineOf = new Map<string, number>();

  constructor(identity: LineIdentity<Line>, actor: Actor) {
    this.#identity = identity;
    this.#actor = actor;
  }

  /**
   * What is to be told of each of the next lines: `organization_exists` or `user_exists` if it is about what is stored,
   * `line_repeated` if an earlier line is about the same, or null.
   */
  async tell(database: Database, lines: readonly GoodLine<Line>[]): Promise<readonly (Refusal | null)[]> {
    const { sameKeysOf, findStored } = this.#identity;
    const unknown = lines.filter(({ value }) => !sameKeysOf(value).some((key) => this.#lineOf.has(key)));
    const values = unknown.map(({ value }) => value);
    const stored = values.length > 0 ? await findStored(database, this.#actor, values) : [];
    for (const key of stored) if (!this.#lineOf.has(key)) this.#stored.add(key);
    return lines.map((one) => this.#tellOf(one));
  }

  /** Whether a line so far is about what one of these keys stands for. */
  has(keys: readonly string[]): boolean {
    return keys.some((key) => this.#stored.has(key) || this.#lineOf.has(key));
  }

  #tellOf({ line, value }: GoodLine<Line>): Refusal | null {
    const { keysOf, sameKeysOf, toldOf } = this.#identity;
    const same = sameKeysOf(value);
    const stored = same.find((key) => this.#stored.has(key));
    if (stored !== undefined) return toldOf(value, stored);
    const earlier = same.map((key) => this.#lineOf.get(key)).find((number) => number !== undefined);
    for (const key of keysOf(value)) if (!this.#lineOf.has(key)) this.#lineOf.set(key, line);
    return earlier === undefined ? null : repeated(earlier);
  }
}

function repeated(earlier: number): Refusal {
  return refuse("line_repeated", `Line ${earlier} is about the same; keep one of them if they are one.`);
}
