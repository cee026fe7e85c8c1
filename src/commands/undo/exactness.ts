import canonicalize from "canonicalize";
import { NOTHING_SAID } from "../../catalog/product.ts";
import type { Json } from "../../ledger/codec.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { encodeRecord } from "../../ledger/subject.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { NOT_EXACT, REACHES_FURTHER } from "./undo-refusals.ts";

/** Who set something, and when: an undo is a change of its own, so it does not restore these. */
const AUTHORSHIP = new Set(["setBy", "setAt", "updatedBy", "updatedAt"]);

/**
 * Whether new entries restore what was before some others, and change nothing else. Refuses `undo_not_exact` and
 * `undo_reaches_further`.
 */
export function isExactUndo(
  undone: readonly LedgerEntry[],
  made: readonly LedgerEntry[],
): Result<true, Refusal> {
  const before = new Map<string, string>();
  for (const entry of undone)
    if (!before.has(keyOf(entry))) before.set(keyOf(entry), contentOf(entry, "before"));
  const after = new Map(made.map((entry) => [keyOf(entry), contentOf(entry, "after")]));
  for (const key of after.keys()) if (!before.has(key)) return err(REACHES_FURTHER);
  for (const [key, content] of before) if (after.get(key) !== content) return err(NOT_EXACT);
  return ok(true);
}

function keyOf({ subject, id }: LedgerEntry): string {
  return `${subject} ${id}`;
}

/** A record as text, without who set something and when. */
function contentOf(entry: LedgerEntry, side: "before" | "after"): string {
  const record = entry[side] ?? (entry.subject === "product" ? NOTHING_SAID : null);
  const json = record === null ? null : encodeRecord(entry.subject, record);
  return String(canonicalize(withoutAuthorship(json)));
}

function withoutAuthorship(json: Json): Json {
  if (Array.isArray(json)) return json.map(withoutAuthorship);
  if (typeof json !== "object" || json === null) return json;
  const kept = Object.entries(json).filter(([name]) => !AUTHORSHIP.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutAuthorship(value)]));
}
