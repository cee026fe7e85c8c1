import { type NaiveQuestion, naiveVerdict, placeOf } from "./naive-verdict.ts";
import { compare } from "./naive-version.ts";
import { type Event, noRecords, type ReleaseRecord } from "./records.ts";
import { replay } from "./replay.ts";

/** Installations that are alike in everything, by the question that each would ask. */
export interface NaiveMember {
  readonly asked: NaiveQuestion;
  readonly installations: number;
}

export interface NaiveNext {
  readonly version: string;
  readonly at: number;
}

/** What is offered at one instant that is not offered now: by version, to how many. */
type NewOffers = ReadonlyMap<string, number>;

const DAY = 24 * 60 * 60 * 1000;
const MOST_WEEKS = 12;

/**
 * R56: the first instant after `now` at which somebody of a group is offered what they are not offered now, and the version
 * that most of them get then, of as many the newer one; null if there is none. It walks from instant to instant, and asks for
 * everybody anew.
 */
export function naiveNext(
  events: readonly Event[],
  group: readonly NaiveMember[],
  now: number,
): (NaiveNext & { readonly offers: NewOffers }) | null {
  const present = group.map(({ asked }) => offeredAt(events, asked, now));
  for (const at of instantsAfter(events, group, now)) {
    const offers = new Map<string, number>();
    for (const [index, { asked, installations }] of group.entries()) {
      const version = offeredAt(events, asked, at);
      if (version === null || version === present[index]) continue;
      offers.set(version, (offers.get(version) ?? 0) + installations);
    }
    const [first] = [...offers].sort(([one, few], [other, many]) => many - few || compare(other, one));
    if (first) return { version: first[0], at, offers };
  }
  return null;
}

function offeredAt(events: readonly Event[], asked: NaiveQuestion, at: number): string | null {
  const { action, version } = naiveVerdict(events, { ...asked, at });
  return action === "update" ? version : null;
}

/** Every instant at which an answer could change by itself: more than there need be, and none too few. */
function instantsAfter(events: readonly Event[], group: readonly NaiveMember[], now: number): number[] {
  const records = noRecords();
  for (const event of events) replay(records, event);
  const instants = new Set<number>();
  for (const release of Object.values(records.releases)) {
    const due = eligibleDates(release);
    const { expiresAt, blocks } = release;
    for (const at of [...due, expiresAt, ...blocks.map(({ until }) => until)])
      if (at !== null) instants.add(at);
    if (release.rolloutDays === 0) continue;
    for (const { asked } of group) for (const at of due) instants.add(turnOf(release, at, asked));
  }
  return [...instants].filter((at) => at > now && Number.isFinite(at)).sort((a, b) => a - b);
}

/** R4: both dates of a release with any number of weeks. */
function eligibleDates({ automaticAt, slowAt }: ReleaseRecord): number[] {
  return [automaticAt, slowAt].flatMap((date) =>
    date === null ? [] : Array.from({ length: MOST_WEEKS + 1 }, (_, weeks) => date + weeks * 7 * DAY),
  );
}

/** R18, R33: when an installation's turn comes, counting only while the release is published; Infinity if it does not. */
function turnOf(release: ReleaseRecord, eligible: number, { installation, now }: NaiveQuestion): number {
  const { version, rolloutDays, state, automaticAt, states } = release;
  const place = installation === null ? 1 : placeOf(`${version}/${installation}`);
  let missing = Math.floor(rolloutDays * DAY * place);
  const isPlanned = state === "planned" && automaticAt > now;
  const all = isPlanned ? [...states, { at: automaticAt, state: "published" }] : states;
  for (const [index, { at, state: then }] of all.entries()) {
    const from = Math.max(at, eligible);
    const open = (all[index + 1]?.at ?? Number.POSITIVE_INFINITY) - from;
    if (then !== "published" || open <= 0) continue;
    if (missing <= open) return from + missing;
    missing -= open;
  }
  return Number.POSITIVE_INFINITY;
}
