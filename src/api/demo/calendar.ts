import { readFile } from "node:fs/promises";

/** One line of a calendar in the form that the import accepts. */
export interface DemoRelease {
  readonly version: string;
  readonly automaticAt: string;
  readonly slowAt: string | null;
  readonly state: "published" | "planned";
}

const CALENDAR = new URL("../../../demo/release-calendar.json", import.meta.url);
/** How many months beyond today the demo's calendar is planned. */
const MONTHS_AHEAD = 6;

interface CalendarFile {
  readonly releases: readonly {
    readonly version: string;
    readonly automaticAt: string;
    readonly slow: boolean;
  }[];
}

/**
 * The demo's calendar: the real one, and after its end a proposal in the same rhythm (the first Tuesday of each month,
 * a fix two weeks later, a slow release every fourth month) up to half a year from `now`. Future releases are planned.
 */
export async function demoCalendar(now: Date): Promise<readonly DemoRelease[]> {
  const { releases } = JSON.parse(await readFile(CALENDAR, "utf8")) as CalendarFile;
  const real = releases.map(({ version, automaticAt, slow }) => ({ version, automaticAt, slow }));
  const last = new Date(real.at(-1)?.automaticAt ?? now);
  const proposed = monthsAfter(last, now).flatMap(proposeMonth);
  return [...real, ...proposed].map(({ version, automaticAt, slow }) => ({
    version,
    automaticAt,
    slowAt: slow ? automaticAt : null,
    state: new Date(automaticAt) <= now ? "published" : "planned",
  }));
}

function monthsAfter(last: Date, now: Date): readonly Date[] {
  const months: Date[] = [];
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + MONTHS_AHEAD, 1);
  for (let ahead = 1; ; ahead++) {
    const month = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + ahead, 1));
    if (month.getTime() > end) return months;
    months.push(month);
  }
}

function proposeMonth(month: Date): readonly { version: string; automaticAt: string; slow: boolean }[] {
  const [year, number] = [month.getUTCFullYear(), month.getUTCMonth() + 1];
  const toTuesday = (9 - month.getUTCDay()) % 7;
  const build = 36_000 + (year - 2026) * 2_400 + number * 200;
  const slow = number % 4 === 2;
  return [
    { version: `${year - 1980}.${number}.0.${build}`, automaticAt: iso(year, number, 1 + toTuesday), slow },
    {
      version: `${year - 1980}.${number}.1.${build + 83}`,
      automaticAt: iso(year, number, 15 + toTuesday),
      slow,
    },
  ];
}

function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString();
}
