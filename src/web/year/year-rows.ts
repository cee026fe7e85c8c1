import { compareVersions, parseVersion, type Version } from "../../catalog/version.ts";
import type { CustomerYear } from "./year-shapes.ts";

export type ReleaseEvent = CustomerYear["events"][number];
export type Governed = CustomerYear["schedules"][number];

/** A part of a year, from 0 (its beginning) to 1 (its end). */
export interface Bar {
  readonly from: number;
  readonly to: number;
  /** R17: as it was known then, or as planned. */
  readonly isPlanned: boolean;
}

/** A release over a year: when it is offered, and what happens to it. */
export interface YearRow {
  readonly releaseId: string;
  readonly version: string;
  readonly bars: readonly Bar[];
  readonly events: readonly ReleaseEvent[];
}

/** An instant at which something changes, with what is offered from then on. */
export interface YearMoment {
  readonly at: string;
  /** Null if nothing is offered; undefined before the customer was there. */
  readonly version: string | null | undefined;
  readonly isPlanned: boolean;
  /** The schedule that begins then, and the one before it. */
  readonly schedule: { readonly now: Governed; readonly before: Governed | undefined } | null;
  readonly events: readonly ReleaseEvent[];
}

/** The place of an instant in a year, from 0 to 1. */
export function shareIn({ from, to }: Pick<CustomerYear, "from" | "to">, at: string | number): number {
  const [begin, end, instant] = [from, to, at].map((one) => new Date(one).getTime()) as [
    number,
    number,
    number,
  ];
  return end > begin ? Math.min(1, Math.max(0, (instant - begin) / (end - begin))) : 0;
}

/** A time as the part of a year before now and the part after it. */
function barsOf(year: CustomerYear, time: { readonly from: string; readonly to: string }): readonly Bar[] {
  const [from, to, now] = [time.from, time.to, year.now].map((at) => shareIn(year, at)) as [
    number,
    number,
    number,
  ];
  const known = { from, to: Math.min(to, now), isPlanned: false };
  const planned = { from: Math.max(from, now), to, isPlanned: true };
  return [known, planned].filter((bar) => bar.to > bar.from);
}

/** The releases that are offered in a year or that something happens to, the oldest version first. */
export function rowsOf(year: CustomerYear): readonly YearRow[] {
  const versions = new Map<string, string>();
  for (const { releaseId, version } of year.offers) {
    if (releaseId !== null && version !== null) versions.set(releaseId, version);
  }
  for (const { releaseId, version } of year.events) versions.set(releaseId, version);
  const rows = [...versions].map(([releaseId, version]): YearRow => {
    const offers = year.offers.filter((offer) => offer.releaseId === releaseId);
    return {
      releaseId,
      version,
      bars: offers.flatMap((offer) => barsOf(year, offer)),
      events: year.events.filter((event) => event.releaseId === releaseId),
    };
  });
  return rows.sort((a, b) => compareVersions(read(a.version), read(b.version)));
}

/** Every instant at which something changes, and now, in order. */
export function momentsOf(year: CustomerYear): readonly YearMoment[] {
  const { offers, schedules, events, from, to, now } = year;
  const all = [...offers, ...schedules].map((one) => one.from).concat(events.map(({ at }) => at));
  if (now >= from && now < to) all.push(now);
  return [...new Set(all)].sort().map((at): YearMoment => {
    const place = schedules.findIndex((one) => one.from === at);
    const begun = schedules[place];
    return {
      at,
      version: offers.find((offer) => offer.from <= at && at < offer.to)?.version,
      isPlanned: at > now,
      schedule: begun ? { now: begun, before: schedules[place - 1] } : null,
      events: events.filter((event) => event.at === at),
    };
  });
}

function read(text: string): Version {
  const version = parseVersion(text);
  if (!version.ok) throw new Error(version.error.message);
  return version.value;
}
