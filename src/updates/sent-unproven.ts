import { parseId } from "../tenancy/id.ts";

/**
 * How many checks of an organization an edge did not count because they had no enrolment key that counts, as JSON; a line
 * among the check-ins of a batch. They may be counted twice where the answer to a batch was lost.
 */
export interface SentUnproven {
  readonly organizationId: string;
  readonly unproven: number;
}

/** Reads it from any JSON; null if it is none. */
export function readSentUnproven(json: unknown): SentUnproven | null {
  if (typeof json !== "object" || json === null) return null;
  const said: { readonly [Name in keyof SentUnproven]?: unknown } = json;
  const organizationId = typeof said.organizationId === "string" ? parseId(said.organizationId) : null;
  const { unproven } = said;
  if (organizationId === null || typeof unproven !== "number") return null;
  return Number.isSafeInteger(unproven) && unproven > 0 ? { organizationId, unproven } : null;
}
