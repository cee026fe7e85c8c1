/** What can be done with a release in a dialog of its own. */
export const STEPS = [
  "edit",
  "publish",
  "pause",
  "resume",
  "withdraw",
  "critical",
  "ordinary",
  "builds",
] as const;
export type Step = (typeof STEPS)[number];

/** What of the view stands in its address. */
export interface ReleasesSearch {
  /** Also what nobody waits for any more. */
  readonly period?: "all" | undefined;
  /** Whose customers' dates are shown; the vendor chooses. */
  readonly partner?: string | undefined;
  /** Whose panel is open. */
  readonly release?: string | undefined;
  /** What is being done with the open one. */
  readonly step?: Step | undefined;
  /** A release is being planned. */
  readonly plan?: true | undefined;
}

export function readReleasesSearch(search: Record<string, unknown>): ReleasesSearch {
  const { period, partner, release, plan } = search;
  const step = STEPS.find((known) => known === search.step);
  const isOpen = typeof release === "string" && release !== "";
  return {
    ...(period === "all" && { period }),
    ...(typeof partner === "string" && partner !== "" && { partner }),
    ...(isOpen && { release }),
    ...(isOpen && step && { step }),
    ...(plan === true && { plan }),
  };
}
