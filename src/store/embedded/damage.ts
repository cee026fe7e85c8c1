import { err, type Refusal, type Result, refuse } from "../../result.ts";
import type { Store } from "../store.ts";

export type DamageRefusal = "database_damaged";

/** The refusal of an embedded database whose files do not open, or cannot be read; `why` is the database's own word. */
export function damaged(dataDirectory: string, why: string): Refusal<DamageRefusal> {
  const message = `The embedded database in ${dataDirectory} is damaged (${why}); keep that directory as it is, and restore a backup into another DATA_DIR with "sluice restore".`;
  return refuse("database_damaged", message);
}

/**
 * The result of what is done with a store while a program starts; refuses `database_damaged` where files of an embedded
 * one turn out to be damaged only then. Throws other errors.
 */
export async function unlessDamaged<Value, Why>(
  kind: Store["kind"],
  dataDirectory: string,
  work: () => Promise<Result<Value, Why>>,
): Promise<Result<Value, Why | Refusal<DamageRefusal>>> {
  try {
    return await work();
  } catch (error) {
    const why = kind === "embedded" ? damageIn(error) : null;
    if (why === null) throw error;
    return err(damaged(dataDirectory, why));
  }
}

/**
 * The database's word for the damage that an error tells of, or null if the error has another cause. Damage is corrupt
 * data and missing files by their SQLSTATE, and the end of PGlite itself.
 */
function damageIn(error: unknown): string | null {
  if (error instanceof Error && error.name === "RuntimeError") return "it broke off while it read its files";
  const { code } = error as { readonly code?: unknown };
  const isDamage = typeof code === "string" && /^(XX00[12]|58P01|58030)$/.test(code);
  return isDamage ? messageOf(error) : null;
}

/** What a database said last before it ended, such as `could not locate a valid checkpoint record`, or null. */
export function lastWords(lines: readonly string[]): string | null {
  const fatal = lines.findLast((line) => /\b(?:PANIC|FATAL):/.test(line));
  return fatal?.replace(/^.*?\b(?:PANIC|FATAL):\s+/, "") ?? null;
}

/** The first line of an error, without frames and minified code. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
