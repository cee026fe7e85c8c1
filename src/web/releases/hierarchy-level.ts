import type { Me } from "../data/me.ts";

export type Level = "vendor" | "partner" | "organization";

/** The part of the hierarchy whose dates the person sees. */
export function levelOf(me: Me): Level {
  if (me.organizationId !== undefined) return "organization";
  return me.partnerId === undefined ? "vendor" : "partner";
}
