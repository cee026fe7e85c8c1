import { compareVersions, parseVersion, type Version } from "../../catalog/version.ts";
import { cameOut, dayOf } from "./came-out.ts";
import type { DrawnDay, DrawnRelease } from "./drawn-shapes.ts";

/** How a release spread: the share of installations that ran it or a newer one, by days since it came out. */
export interface Spread {
  readonly id: string;
  readonly version: string;
  /** From 0 to 1, from the day on which it came out; null for a day that was not counted. */
  readonly shares: readonly (number | null)[];
}

/** The number of releases that are compared, and the most days after which each is. */
const [COMPARED, MOST_DAYS] = [4, 90];
const DAY_MS = 86_400_000;

/** How the last releases spread that came out before the last counted day, the last one first. */
export function spreadsOf(calendar: readonly DrawnRelease[], days: readonly DrawnDay[]): readonly Spread[] {
  const last = days.at(-1);
  if (last === undefined) return [];
  return cameOut(calendar, Date.parse(last.day) + DAY_MS - 1)
    .map(({ id, version, automaticAt }) => ({
      id,
      version,
      shares: sharesOf(version, Date.parse(dayOf(automaticAt)), days),
    }))
    .filter(({ shares }) => shares.some((share) => share !== null))
    .slice(0, COMPARED);
}

function sharesOf(text: string, out: number, days: readonly DrawnDay[]): readonly (number | null)[] {
  const shares: (number | null)[] = [];
  const version = read(text);
  for (const day of days) {
    const since = Math.round((Date.parse(day.day) - out) / DAY_MS);
    if (since < 0 || since > MOST_DAYS) continue;
    while (shares.length < since) shares.push(null);
    shares.push(shareOf(version, day));
  }
  return shares;
}

/** The counted days that have none beside them, so that no line leads to them. */
export function aloneIn(shares: Spread["shares"]): readonly number[] {
  const isCounted = (day: number) => (shares[day] ?? null) !== null;
  return [...shares.keys()].filter((day) => isCounted(day) && !isCounted(day - 1) && !isCounted(day + 1));
}

/** Of all that were counted; versions without a name and those that were not reported do not count as newer. */
function shareOf(version: Version, { versions, otherVersions }: DrawnDay): number | null {
  let [total, reached] = [otherVersions, 0];
  for (const { version: text, installations } of versions) {
    total += installations;
    if (text !== null && compareVersions(read(text), version) >= 0) reached += installations;
  }
  return total === 0 ? null : reached / total;
}

function read(text: string): Version {
  const version = parseVersion(text);
  if (!version.ok) throw new Error(version.error.message);
  return version.value;
}
