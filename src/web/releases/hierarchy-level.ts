import type { Me } from "../data/me.ts";

export type Level = "vendor" | "partner" | "organization";

/** Whose customers' dates somebody sees: everybody's, one partner's, or the own organization's alone. */
export function levelOf(me: Me): Level {
  if (me.organizationId !== undefined) return "organization";
  return me.partnerId === undefined ? "vendor" : "partner";
}
