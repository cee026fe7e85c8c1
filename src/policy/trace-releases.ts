import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { compareVersions, formatVersion, type Version } from "../catalog/version.ts";
import { formatInstant, type Instant } from "../instant.ts";
import type { Verdict } from "./decide.ts";
import { eligibleAt } from "./eligible.ts";
import { judge, type Question } from "./judge.ts";
import { formatSchedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";
import {
  type EntryReference,
  entriesOf,
  type TraceDecision,
  type TraceStep,
  type TraceValues,
} from "./trace.ts";

/** How many releases a trace lists: those nearest to the one that was decided. */
const LISTED = 12;

/** R3 to R5 and R18 to R20: what each rule saw of the newest releases, and which one came out. */
export function traceReleases(
  asked: Question,
  standing: Standing,
  calendar: Calendar,
  verdict: Verdict,
  entries: readonly EntryReference[],
): readonly TraceStep[] {
  const floor = verdict.action === "update" ? verdict.release.version : asked.running;
  const seen = listed(asked, standing, calendar, floor);
  const schedule = formatSchedule(standing.schedule);
  const releases = seen.map((entry) => judgedRelease(entry, asked, standing));
  const chosen = verdict.action === "update" ? verdict.release : null;
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
        running: asked.running ? formatVersion(asked.running) : null,
        offered: chosen ? formatVersion(chosen.version) : null,
        releases,
      },
      entries: behind,
    },
    only("R18", "spread_over_days", "nothing_is_spread", seen, (entry) => entry.release.rolloutDays > 0),
    only("R19", "not_offered", "nothing_is_stopped", seen, (entry) => entry.release.state !== "published"),
    only("R20", "critical", "nothing_is_critical", seen, (entry) => entry.release.critical !== null),
  ];
}

/** From the newest that there is something to tell of down to the one that was decided (or runs). */
function listed(asked: Question, standing: Standing, calendar: Calendar, floor: Version | null): Calendar {
  const told = calendar.filter((entry) => {
    const judgement = judge(entry, asked, standing);
    return judgement.admitted || judgement.reason !== null;
  });
  const isAtOrAbove = ({ release }: CalendarEntry) => !floor || compareVersions(release.version, floor) >= 0;
  return told.filter(isAtOrAbove).slice(-LISTED);
}

function channelDates({ release }: CalendarEntry): TraceValues {
  return {
    version: formatVersion(release.version),
    automaticAt: formatInstant(release.automaticAt),
    slowAt: release.slowAt === null ? null : formatInstant(release.slowAt),
  };
}

function judgedRelease(entry: CalendarEntry, asked: Question, standing: Standing): TraceValues {
  const judgement = judge(entry, asked, standing);
  const from: Instant | null = eligibleAt(entry.release, standing.schedule);
  return {
    version: formatVersion(entry.release.version),
    eligibleAt: from === null ? null : formatInstant(from),
    state: entry.release.state,
    decided: judgement.admitted ? "admitted" : (judgement.reason?.code ?? null),
  };
}

function only(
  rule: string,
  some: TraceDecision,
  none: TraceDecision,
  calendar: Calendar,
  applies: (entry: CalendarEntry) => boolean,
): TraceStep {
  const releases = calendar.filter(applies).map(({ release }) => ({
    version: formatVersion(release.version),
    state: release.state,
    rolloutDays: release.rolloutDays,
    critical: release.critical ? { ...release.critical } : null,
  }));
  return { rule, decided: releases.length > 0 ? some : none, saw: { releases }, entries: [] };
}
