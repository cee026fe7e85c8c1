import { expect, test } from "vitest";
import { atDepth, SEED } from "../support/depth.ts";
import { type NaiveMember, naiveNext } from "./naive-next.ts";
import type { NaiveQuestion } from "./naive-verdict.ts";
import { compare } from "./naive-version.ts";
import { policyNext, policyNextOfCounts } from "./policy-next.ts";
import { play } from "./policy-verdict.ts";
import { randomWorld } from "./random-world.ts";
import type { Event } from "./records.ts";

/** Every run looks at other worlds. */
const WORLDS = atDepth({ gate: 60, soak: 5_000 });
const MOST_WORLDS = 10 * WORLDS;

/** At least so many of each kind per world: a comparison of groups that get nothing would prove nothing. */
const EXPECTED = {
  "something is next": 0.3,
  "nothing is next": 0.1,
  "several versions at the first instant": 0.03,
  "an older version because more get it": 0.01,
  "by counts": 0.2,
  "by counts, in a world with rollouts": 0.01,
  "by counts, not exact": 0.02,
};
type Kind = keyof typeof EXPECTED;

const seen = new Map<Kind, number>();

/** The kinds of which there were too few so far, each with how many there were. */
function tooRare(): readonly (readonly [Kind, number])[] {
  return (Object.keys(EXPECTED) as Kind[])
    .map((kind) => [kind, seen.get(kind) ?? 0] as const)
    .filter(([kind, times]) => times < WORLDS * EXPECTED[kind]);
}

test(`R56: the next version of a group is what a naive walk from instant to instant finds, in ${WORLDS} random worlds (seed ${SEED})`, {
  timeout: 600_000,
}, () => {
  for (let seed = SEED; seed < SEED + WORLDS; seed++) compareGroups(seed);
  // Chance may leave the rarest kinds short: more worlds follow then.
  for (let seed = SEED + WORLDS; seed < SEED + MOST_WORLDS && tooRare().length > 0; seed++)
    compareGroups(seed);
  expect(tooRare()).toEqual([]);
});

/** The events of one seed, and the instant at which a group asks what is next. */
interface Ground {
  readonly seed: number;
  readonly events: readonly Event[];
  readonly now: number;
}

function compareGroups(seed: number): void {
  const { events: drawn, questions } = randomWorld(seed);
  const members = [...questions, ...old(questions)].map((asked, index) => {
    return { asked, installations: 1 + ((index * 2) % 5) };
  });
  // All questions of a world are asked at one instant.
  const now = Math.max(...questions.map((asked) => asked.now));
  const ground = { seed, events: seed % 3 === 0 ? drawn : gathered(drawn, now), now };
  compareOneByOne(ground, toGroup(members));
  compareCounts(ground, toGroup(members).filter(isCounted).map(toCounted));
}

/** Computers of each platform that run what is older than every release. */
function old(questions: readonly NaiveQuestion[]): readonly NaiveQuestion[] {
  return questions.slice(0, 1).flatMap((asked) =>
    ["win/x64", "mac/arm64", "linux/x64"].map((build) => {
      return { ...asked, build, running: "44.0", installation: build, user: null, managed: false };
    }),
  );
}

/** The same with nearly every date of a release on one day to come, so that different versions come at one instant. */
function gathered(events: readonly Event[], now: number): readonly Event[] {
  const day = new Date(now + 86_400_000).toISOString();
  const isMoved = (date: string | null | undefined) => typeof date === "string" && date > "2026-01-01";
  return events.map((event) => {
    const { action } = event;
    if (action.action !== "create_release" && action.action !== "change_release") return event;
    const automaticAt = isMoved(action.automaticAt) ? day : action.automaticAt;
    const slowAt = isMoved(action.slowAt) ? day : action.slowAt;
    return { ...event, action: { ...action, automaticAt, slowAt } as typeof action };
  });
}

/** All of one organization, asking by themselves at one instant, as installations that are counted do. */
function toGroup(members: readonly NaiveMember[]): readonly NaiveMember[] {
  const organization = members.find(({ asked }) => asked.organization !== null)?.asked.organization ?? null;
  return members.map(({ asked, installations }) => ({
    asked: { ...asked, organization, manual: false },
    installations,
  }));
}

function compareOneByOne({ seed, events, now }: Ground, group: readonly NaiveMember[]): void {
  const naive = naiveNext(events, group, now);
  const { next, isExact } = policyNext(play(events), group, now);
  const expected = naive && { version: naive.version, at: naive.at };
  expect({ next, isExact }, told(seed, group)).toEqual({ next: expected, isExact: true });
  for (const one of group) {
    const own = naiveNext(events, [one], now);
    const { next: ownNext } = policyNext(play(events), [one], now);
    expect(ownNext, told(seed, [one])).toEqual(own && { version: own.version, at: own.at });
  }
  count(naive ? "something is next" : "nothing is next");
  const versions = [...(naive?.offers.keys() ?? [])];
  if (versions.length > 1) count("several versions at the first instant");
  if (versions.some((version) => compare(version, naive?.version ?? version) > 0))
    count("an older version because more get it");
}

/** R56: counts know neither the user nor the id of an installation, and count by versions. */
function isCounted({ asked: { running } }: NaiveMember): boolean {
  return running !== null && /^\d+(\.\d+){1,3}$/.test(running);
}

function toCounted({ asked, installations }: NaiveMember): NaiveMember {
  return { asked: { ...asked, user: null, installedAt: null }, installations };
}

/** From counts the instant is exact or, where a rollout gives each its own turn, the earliest that there can be. */
function compareCounts({ seed, events, now }: Ground, group: readonly NaiveMember[]): void {
  if (group.length === 0) return;
  const naive = naiveNext(events, group, now);
  const { next, isExact } = policyNextOfCounts(play(events), group, now);
  if (isExact) {
    count("by counts");
    if (hasRollout(events)) count("by counts, in a world with rollouts");
    expect(next, told(seed, group)).toEqual(naive && { version: naive.version, at: naive.at });
  } else {
    count("by counts, not exact");
    expect(next?.at, told(seed, group)).toBeLessThanOrEqual(naive?.at ?? Number.POSITIVE_INFINITY);
  }
}

function hasRollout(events: readonly Event[]): boolean {
  return events.some(({ action }) => action.action === "create_release" && action.rolloutDays > 0);
}

function told(seed: number, group: readonly NaiveMember[]): string {
  return `again: SLUICE_SEED=${seed}; ${JSON.stringify(group)}`;
}

function count(kind: Kind): void {
  seen.set(kind, (seen.get(kind) ?? 0) + 1);
}
