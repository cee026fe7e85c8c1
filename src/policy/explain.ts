import type { Calendar } from "../catalog/calendar.ts";
import { decide } from "./decide.ts";
import { foldHistory, type Moment } from "./history.ts";
import type { Question } from "./judge.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "./organization-state.ts";
import { byRule } from "./rules.ts";
import type { EntryReference, TraceStep } from "./trace.ts";
import { traceCascade } from "./trace-cascade.ts";
import { traceLimits } from "./trace-limits.ts";
import { traceReleases } from "./trace-releases.ts";
import type { Verdict } from "./verdict.ts";

/** R25: a verdict with its trace. */
export interface Explanation {
  readonly verdict: Verdict;
  /** In rule order. */
  readonly trace: readonly TraceStep[];
}

/** The history of an organization, and of one user or null, with the ledger entries that it was folded from. */
export interface ExplainedHistory {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly moments: readonly Moment[];
  readonly entries: readonly EntryReference[];
}

/**
 * R17, R25: the verdict for `asked.at` with its trace. `calendar` is the calendar as known at that instant. An
 * organization that did not exist then counts as unknown (R21).
 */
export function explain(asked: Question, explained: ExplainedHistory, calendar: Calendar): Explanation {
  const past = foldHistory(explained.moments, asked.at);
  const cascade = explained.moments.findLast((moment) => moment.at <= asked.at)?.cascade;
  const governed = past.organization ? governedOf(past.organization, past.user) : GOVERNED_BY_VENDOR;
  const verdict = decide(asked, governed, calendar);
  const entries = explained.entries.filter((entry) => entry.at <= asked.at);
  const steps = [
    ...traceReleases({ asked, standing: governed.standing, calendar, entries }, verdict),
    ...traceLimits(asked, verdict),
    ...(cascade ? traceCascade({ ...explained, cascade, past, entries }) : UNKNOWN),
  ];
  return { verdict, trace: [...steps].sort(byRule) };
}

const UNKNOWN: readonly TraceStep[] = [
  { rule: "R21", decided: "unknown_organization_gets_the_vendor_default", saw: {}, entries: [] },
];
