import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import {
  formatRunningVersion,
  isNewerThan,
  isSameAs,
  isUnreadable,
  type RunningVersion,
} from "../catalog/running-version.ts";
import { formatVersion } from "../catalog/version.ts";
import { formatInstant } from "../instant.ts";
import { eligibleAt } from "./eligible.ts";
import type { Gate, GateTrace } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { type Judgement, judge, type Question } from "./judge.ts";
import type { Rule } from "./rules.ts";
import { formatSchedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";
import { type EntryReference, entriesOf, type TraceStep, type TraceValues } from "./trace.ts";
import type { Verdict } from "./verdict.ts";

/** How many releases a trace lists: those nearest to the offered one. */
const LISTED = 12;

/** The input of a trace of releases: the question, the standing, the calendar, and the ledger entries behind it. */
export interface TracedReleases {
  readonly asked: Question;
  readonly standing: Standing;
  readonly calendar: Calendar;
  readonly entries: readonly EntryReference[];
}

interface JudgedRelease {
  readonly entry: CalendarEntry;
  readonly judgement: Judgement;
}

/** R3 to R5, R18 to R20 and R27: what each rule saw of the newest releases, and which one was offered. */
export function traceReleases(
  { asked, standing, calendar, entries }: TracedReleases,
  verdict: Verdict,
  gates: readonly Gate[] = GATES,
): readonly TraceStep[] {
  const judged = calendar.map((entry) => ({ entry, judgement: judge(entry, asked, standing, gates) }));
  const chosen = verdict.action === "update" ? verdict.release : null;
  const listed = mostTelling(judged, chosen?.version ?? asked.running);
  const seen = listed.map(({ entry }) => entry);
  const schedule = formatSchedule(standing.schedule);
  const releases = listed.map((one) => toTraceValues(one, standing));
  const behind = chosen ? entriesOf(entries, "release", chosen.id) : [];
  return [
    {
      rule: "R3",
      decided: "dates_from_the_calendar",
      saw: { releases: seen.map(channelDates) },
      entries: behind,
    },
    {
      rule: "R4",
      decided: "eligible_by_schedule",
      saw: { schedule, at: formatInstant(asked.at) },
      entries: [],
    },
    {
      rule: "R5",
      decided: verdict.action,
      saw: {
        running: asked.running ? formatRunningVersion(asked.running) : null,
        offered: chosen ? formatVersion(chosen.version) : null,
        releases,
      },
      entries: behind,
    },
    ...gates.flatMap(({ rule, trace }) => (trace ? [gateStep(rule, trace, seen)] : [])),
    gateStep("R20", CRITICAL, seen),
    ...unreadableSteps(asked.running),
  ];
}

/** The step of R20, which is no gate: it decides which gates a release bypasses. */
const CRITICAL: GateTrace = {
  some: "critical",
  none: "nothing_is_critical",
  isAbout: ({ release }) => release.critical !== null,
};

/** The releases to list: those with a decision, nearest to `floor`, the offered or running version. */
function mostTelling(
  judged: readonly JudgedRelease[],
  floor: RunningVersion | null,
): readonly JudgedRelease[] {
  return judged
    .filter(({ judgement }) => judgement.admitted || judgement.reason !== null)
    .filter(({ entry }) => isFrom(entry, floor))
    .slice(-LISTED);
}

function isFrom({ release: { version } }: CalendarEntry, floor: RunningVersion | null): boolean {
  if (floor === null || isUnreadable(floor)) return true;
  return isNewerThan(version, floor) || isSameAs(version, floor);
}

/** R27: the step that tells of a version that cannot be read; none if it can. */
function unreadableSteps(running: RunningVersion | null): readonly TraceStep[] {
  if (running === null || !isUnreadable(running)) return [];
  const saw = { running: formatRunningVersion(running) };
  return [{ rule: "R27", decided: "version_cannot_be_read", saw, entries: [] }];
}

function channelDates({ release }: CalendarEntry): TraceValues {
  return {
    version: formatVersion(release.version),
    automaticAt: formatInstant(release.automaticAt),
    slowAt: release.slowAt === null ? null : formatInstant(release.slowAt),
  };
}

function toTraceValues({ entry, judgement }: JudgedRelease, standing: Standing): TraceValues {
  const from = eligibleAt(entry.release, standing.schedule);
  return {
    version: formatVersion(entry.release.version),
    eligibleAt: from === null ? null : formatInstant(from),
    state: entry.release.state,
    decided: judgement.admitted ? "admitted" : (judgement.reason?.code ?? null),
  };
}

function gateStep(rule: Rule, { some, none, isAbout }: GateTrace, calendar: Calendar): TraceStep {
  const releases = calendar.filter(isAbout).map(({ release }) => ({
    version: formatVersion(release.version),
    state: release.state,
    rolloutDays: release.rolloutDays,
    critical: release.critical ? { ...release.critical } : null,
    blocks: release.blocks.map(({ reason }) => ({ reason })),
  }));
  return { rule, decided: releases.length > 0 ? some : none, saw: { releases }, entries: [] };
}
