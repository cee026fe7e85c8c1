import canonicalize from "canonicalize";
import { NOTHING_SAID } from "../catalog/product.ts";
import type { Json } from "./codec.ts";
import type { LedgerEntry } from "./entry.ts";
import { encodeRecord } from "./subject.ts";

/** Who set something, and when: a change that sets the same again does not give these back. */
const AUTHORSHIP = new Set(["setBy", "setAt", "updatedBy", "updatedAt"]);

/** The record before or after an entry as text, the same for records that say the same, whoever set it and when. */
export function contentOf(entry: LedgerEntry, side: "before" | "after"): string {
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
