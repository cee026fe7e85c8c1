/** The steps with a release that have a dialog of their own. */
export const STEPS = [
  "edit",
  "limits",
  "blocks",
  "publish",
  "pause",
  "resume",
  "withdraw",
  "critical",
  "ordinary",
  "builds",
] as const;
export type Step = (typeof STEPS)[number];

/** The part of the view that its address holds. */
export interface ReleasesSearch {
  /** Whether the releases of the past are shown too. */
  readonly period?: "all" | undefined;
  /** Whether the releases that are planned for later are shown in the list, too. */
  readonly planned?: true | undefined;
  /** The partner whose customers' dates are shown; only the vendor chooses one. */
  readonly partner?: string | undefined;
  /** The id of what is open in the panel. */
  readonly release?: string | undefined;
  /** The step whose dialog is open, with the open release. */
  readonly step?: Step | undefined;
  /** The id of the build, of the open release, whose dialog of what it carries is open. */
  readonly build?: string | undefined;
  /** Whether the dialog to plan a release is open. */
  readonly plan?: true | undefined;
}

export function readReleasesSearch(search: Record<string, unknown>): ReleasesSearch {
  const { period, planned, partner, release, build, plan } = search;
  const step = STEPS.find((known) => known === search.step);
  const isOpen = typeof release === "string" && release !== "";
  return {
    ...(period === "all" && { period }),
    ...(planned === true && { planned }),
    ...(typeof partner === "string" && partner !== "" && { partner }),
    ...(isOpen && { release }),
    ...(isOpen && step && { step }),
    ...(isOpen && typeof build === "string" && build !== "" && { build }),
    ...(plan === true && { plan }),
  };
}
