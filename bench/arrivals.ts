import { nextCheckSeconds } from "../src/updates/next-check.ts";
import { randomFrom } from "./random.ts";
import { percentile, type Result } from "./result.ts";

const INSTALLATIONS = 1_000_000;
const DAY = 86_400;
const HOUR = 3_600;
/** How many days are counted before and after the day on which the date comes. */
const DAYS = { before: 2, after: 8 } as const;
/** The instant of the date, in seconds from the beginning. */
const DATE = (DAYS.before + 1) * DAY;
/** For how many seconds a cache keeps an answer, with the time to ask again in it. */
const KEPT_SECONDS = 60;

/**
 * A million installations that ask when they were told to, and a date that changes the answer of all of them at once: no
 * server, the clock of a model. Requests in the busiest second, against the mean of an ordinary day.
 */
export async function benchArrivals(): Promise<readonly Result[]> {
  const told = arrivals(toldApart);
  const even = INSTALLATIONS / HOUR;
  const all = `${INSTALLATIONS.toLocaleString("en")} installations`;
  const row = (name: string, value: number) => ({ name: `${all}, ${name}`, value, goal: null });
  const mean = sum(daysAfter(told, -2)) / DAY;
  const busiest = (seconds: Uint32Array) => percentile(seconds, 1);
  const againstMean = (name: string, value: number): Result => ({ ...row(name, value), ratio: value / mean });
  const afterDate = busiest(daysAfter(told, 0));
  return [
    { ...row("the mean of a day without a date", mean), ratio: null },
    againstMean("the busiest second of a day without a date", busiest(daysAfter(told, -2))),
    againstMean("the busiest second after the date of all of them", afterDate),
    {
      ...row("the same, against the hour after the date filled evenly", afterDate),
      ratio: afterDate / even,
    },
    ...[1, 2, 7].map((day) =>
      againstMean(`the busiest second ${day * 24} hours later`, busiest(daysAfter(told, day))),
    ),
    againstMean(
      `the same after the date, all behind one cache that keeps one answer for ${KEPT_SECONDS} seconds`,
      busiest(daysAfter(arrivals(toldByCache()), 0)),
    ),
  ];
}

/** After how many seconds an installation asks again that asks at an instant. */
type Told = (at: number, random: () => number) => number;

const untilDate = (at: number): number => (at < DATE ? 1_000 * (DATE - at) : Number.POSITIVE_INFINITY);

/** Each installation has an answer of its own. */
function toldApart(at: number, random: () => number): number {
  return nextCheckSeconds({ final: true }, untilDate(at), random());
}

/** All have the answer that the cache has, which was made when the first of its minute asked and ends at the date. */
function toldByCache(): Told {
  const kept = new Map<number, number>();
  return (at, random) => {
    const madeAt = at - (at % KEPT_SECONDS);
    const known = kept.get(madeAt);
    if (known !== undefined) return known;
    const seconds = toldApart(madeAt, random);
    kept.set(madeAt, seconds);
    return seconds;
  };
}

/** The requests in each second, from the beginning to the last day. */
function arrivals(told: Told): Uint32Array {
  const end = DATE + DAYS.after * DAY;
  const seconds = new Uint32Array(end);
  const random = randomFrom(7);
  for (let installation = 0; installation < INSTALLATIONS; installation++) {
    for (let at = random() * DAY; at < end; at += told(at, random)) {
      const second = Math.floor(at);
      seconds[second] = (seconds[second] as number) + 1;
    }
  }
  return seconds;
}

/** The seconds of the 24 hours that begin some days after the date, or before it. */
function daysAfter(seconds: Uint32Array, days: number): Uint32Array {
  return seconds.subarray(DATE + days * DAY, DATE + (days + 1) * DAY);
}

function sum(seconds: Uint32Array): number {
  return seconds.reduce((total, one) => total + one, 0);
}
