import { formatInstant } from "../instant.ts";
import { formatPosition, parsePosition } from "../ledger/written-position.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Database } from "../store/database.ts";
import type { Change } from "../store/ledger/change.ts";
import { findLastChange, type LastChange } from "../store/ledger/last-change.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import { actorInWords, type ShownActor } from "../tenancy/shown-actor.ts";
import type { Guard } from "./context.ts";
import { ENTITIES, type Entity } from "./entities.ts";

/** The ETag of what an address shows: strong, and the same on every server, because it is a position in the ledger. */
export async function findEntityTag(database: Database, entity: Entity, id: string): Promise<string | null> {
  const last = await findLastOf(database, entity, id);
  return last && toTag(last);
}

async function findLastOf(database: Database, entity: Entity, id: string): Promise<LastChange | null> {
  return findLastChange(database, await ENTITIES[entity](database, id));
}

function toTag(last: LastChange): string {
  return `"${formatPosition(last)}"`;
}

const TAG = /^(W\/)?"[\x21\x23-\x7e]*"$/;

/**
 * Reads an If-Match header: ETags separated by commas, or `*`; gives null if none was sent. Refuses
 * `if_match_malformed`.
 */
export function readIfMatch(header: string | undefined): Result<readonly string[] | null, Refusal> {
  if (header === undefined) return ok(null);
  const tags = header.split(",").map((tag) => tag.trim());
  if (tags.every((tag) => tag === "*" || TAG.test(tag))) return ok(tags);
  return err(
    refuse(
      "if_match_malformed",
      'If-Match: send the ETag of a GET unchanged, with its quotes, such as "42-9f86d081884c"',
    ),
  );
}

/** What a caller saw of an entity: the ETags of If-Match, and how the caller is shown an actor. */
export interface SeenEntity {
  readonly tags: readonly string[];
  readonly show: (database: Database, actor: ActorReference) => Promise<ShownActor>;
}

/**
 * Allows a change only if the entity is as the caller saw it: `seen` is null if any state will do. Refuses `changed_meanwhile`, but only after the call's own refusals, so that nothing leaks to callers that
 * may not see it. Reads the new ETag before other servers can write, so that it is exactly that of this change.
 */
export class EntityGuard implements Guard {
  readonly #entity: Entity;
  readonly #idOf: (value: unknown) => string;
  readonly #seen: SeenEntity | null;
  /** The new ETag, or null if nothing was changed or the entity is gone. */
  tag: string | null = null;

  constructor(entity: Entity, idOf: (value: unknown) => string, seen: SeenEntity | null = null) {
    this.#entity = entity;
    this.#idOf = idOf;
    this.#seen = seen;
  }

  async around<Value>(transaction: Change, work: () => Promise<Result<Value, Refusal>>) {
    const { database } = transaction;
    const last = this.#seen && (await findLastOf(database, this.#entity, this.#idOf(null)));
    const result = await work();
    if (!result.ok) return result;
    if (last && this.#seen && !isAmong(this.#seen.tags, toTag(last))) {
      const { tags, show } = this.#seen;
      return err(changedMeanwhile(last, await show(database, last.actor), tags));
    }
    await transaction.flush();
    this.tag = await findEntityTag(database, this.#entity, this.#idOf(result.value));
    return result;
  }
}

function isAmong(tags: readonly string[], tag: string): boolean {
  return tags.includes("*") || tags.includes(tag);
}

function changedMeanwhile({ sequence, at }: LastChange, actor: ShownActor, seen: readonly string[]): Refusal {
  const when = formatInstant(at);
  const who = actorInWords(actor);
  // A later change than the last one was lost with the state of the database that the caller read.
  const what = seen.some((tag) => (positionOf(tag)?.sequence ?? 0) >= sequence)
    ? `The database went back to an earlier state since you read it, in which ${who} changed it last, at ${when}`
    : `${who} changed it in the meantime, at ${when}`;
  return refuse("changed_meanwhile", `${what}; read it again, and repeat your change if it still fits.`);
}

function positionOf(tag: string) {
  return parsePosition(tag.replace(/^"|"$/g, ""));
}
