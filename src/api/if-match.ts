import { formatInstant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Database } from "../store/database.ts";
import { findLastChange, type LastChange } from "../store/last-change.ts";
import { ENTITIES, type Entity } from "./entities.ts";
import type { Guard } from "./guard.ts";

/** The ETag of what an address shows: strong, and the same on every server, for it is a place in the ledger. */
export async function findEntityTag(database: Database, entity: Entity, id: string): Promise<string | null> {
  const last = await findLastOf(database, entity, id);
  return last && toTag(last);
}

async function findLastOf(database: Database, entity: Entity, id: string): Promise<LastChange | null> {
  return findLastChange(database, await ENTITIES[entity](database, id));
}

function toTag({ sequence }: LastChange): string {
  return `"${sequence}"`;
}

const TAG = /^(W\/)?"[\x21\x23-\x7e]*"$/;

/** Reads an If-Match header: ETags with commas between, or `*`; null: none was sent. Refuses `if_match_malformed`. */
export function readIfMatch(header: string | undefined): Result<readonly string[] | null, Refusal> {
  if (header === undefined) return ok(null);
  const tags = header.split(",").map((tag) => tag.trim());
  if (tags.every((tag) => tag === "*" || TAG.test(tag))) return ok(tags);
  return err(
    refuse(
      "if_match_malformed",
      'If-Match: allowed is the ETag of a GET as it is, in its quotes, such as "42"',
    ),
  );
}

/**
 * Lets a change through only where the entity is as the caller saw it; otherwise refuses `changed_meanwhile`. Who may not
 * see or change it is told that first, so nothing leaks.
 */
export function guardMatch(tags: readonly string[], entity: Entity, id: string): Guard {
  return {
    async around(transaction, work) {
      const last = await findLastOf(transaction.database, entity, id);
      const result = await work();
      if (!result.ok || !last || tags.includes("*") || tags.includes(toTag(last))) return result;
      return err(changedMeanwhile(last));
    },
  };
}

function changedMeanwhile({ actor, at }: LastChange): Refusal {
  return refuse(
    "changed_meanwhile",
    `${actor.displayName} changed it meanwhile, at ${formatInstant(at)}; read it again, and repeat your change if it still fits.`,
  );
}
