import { addDays, type Instant, parseInstant } from "../../instant.ts";
import type { AdoptionChange } from "../../store/tables/adoption-history.ts";
import { dayOf } from "../../store/tables/installation-counts.ts";
import { newestFirst, readVersion, type VersionCount, type VersionCounts } from "./version-counts.ts";

interface AdoptionDay extends VersionCounts {
  readonly day: string;
}

/**
 * Makes the versions in use at the end of each day, from the first change to `lastDay`; `changes` in the order of days.
 * Yields after each day.
 */
export function* toDays(changes: readonly AdoptionChange[], lastDay: string): Generator<void, AdoptionDay[]> {
  const days: AdoptionDay[] = [];
  const running = new RunningCounts();
  let next = 0;
  const first = changes[0]?.day;
  if (first === undefined) return [];
  for (let day = first; day <= lastDay; day = dayAfter(day)) {
    for (let change = changes[next]; change && change.day <= day; change = changes[++next])
      running.add(change);
    days.push({ day, ...running.now() });
    yield;
  }
  return days;
}

interface RunningCount extends VersionCount {
  readonly text: string | null;
  installations: number;
}

/** The counts of each version while the days go on. */
class RunningCounts {
  readonly #byVersion = new Map<string | null, RunningCount>();
  /** The same, in the order of an answer. */
  #inOrder: RunningCount[] = [];
  #otherVersions = 0;

  add({ version: text, isOther, change }: AdoptionChange): void {
    if (isOther) {
      this.#otherVersions += change;
      return;
    }
    const known = this.#byVersion.get(text);
    if (known) known.installations += change;
    else this.#begin({ text, version: text === null ? null : readVersion(text), installations: change });
  }

  #begin(count: RunningCount): void {
    this.#byVersion.set(count.text, count);
    this.#inOrder = [...this.#inOrder, count].sort(newestFirst);
  }

  now(): VersionCounts {
    const versions = this.#inOrder.flatMap(({ text: version, installations }) =>
      installations > 0 ? [{ version, installations }] : [],
    );
    return { versions, otherVersions: Math.max(0, this.#otherVersions) };
  }
}

function dayAfter(day: string): string {
  const midnight = parseInstant(day);
  if (!midnight.ok) throw new Error(midnight.error.message);
  return dayOf(addDays(midnight.value as Instant, 1));
}
