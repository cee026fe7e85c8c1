import { createHash } from "node:crypto";
import type { Json } from "./codec.ts";
import type { Subject } from "./subject.ts";

/** The subjects whose records let somebody in by a secret; the database holds a hash of it beside the record. */
export type CredentialSubject = Extract<Subject, "token" | "administrator" | "forecast_link">;

/**
 * The digest of a credential in its entry of the ledger: SHA-256, in lower-case hex, of what the database stores of it.
 * That is a hash already, of 256 random bits or salted, so the digest reveals nothing, and opens nothing.
 */
export function digestCredential(stored: string): string {
  return createHash("sha256").update(stored).digest("hex");
}

/** A record as an entry has it that sets the record's credential. */
export function withCredential(record: Json, digest: string): Json {
  return { ...(record as { readonly [name: string]: Json }), [FIELD]: digest };
}

/** The record of an entry without the digest of a credential. */
export function withoutCredential(record: Json): Json {
  if (typeof record !== "object" || record === null || !(FIELD in record)) return record;
  const { [FIELD]: _, ...own } = record as { readonly [name: string]: Json };
  return own;
}

const FIELD = "credential";
