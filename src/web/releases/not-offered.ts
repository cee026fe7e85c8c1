import type { DrawnRelease } from "../charts/drawn-shapes.ts";

/**
 * Why nobody gets a release now, so that its dates count only once somebody does something: it is paused, or still planned
 * after its date. Null if neither.
 */
export function whyNotOffered(
  { state, automaticAt }: Pick<DrawnRelease, "state" | "automaticAt">,
  now: number,
): "paused" | "overdue" | null {
  if (state === "paused") return "paused";
  return state === "planned" && Date.parse(automaticAt) <= now ? "overdue" : null;
}
