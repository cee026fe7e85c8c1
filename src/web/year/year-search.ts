import { ARCHITECTURES, type Architecture, PLATFORMS, type Platform } from "../../catalog/platform.ts";
import { type ChartSearch, readChartSearch } from "../charts/chart-search.ts";
import type { YearQuestion } from "./year-shapes.ts";

/** The part of an address that says which year of a customer is shown, and for which computers. */
export interface YearSearch {
  /** The first month, such as `2026-04`; the year around today if left out. */
  readonly year?: string | undefined;
  /** Windows if left out. */
  readonly platform?: Platform | undefined;
  /** x64 if left out. */
  readonly arch?: Architecture | undefined;
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
/** The first and the last month that are shown as the beginning of a year. */
const [FIRST, LAST] = ["2000-01", "2999-01"];
const MONTHS = 12;

export function readYearSearch({ year, platform, arch }: Record<string, unknown>): YearSearch {
  const isMonth = typeof year === "string" && MONTH.test(year) && year >= FIRST && year <= LAST;
  const asked = PLATFORMS.find((known) => known === platform);
  const askedArch = ARCHITECTURES.find((known) => known === arch);
  return {
    ...(isMonth && { year }),
    ...(asked && asked !== "win" && { platform: asked }),
    ...(askedArch && askedArch !== "x64" && { arch: askedArch }),
  };
}

/** What the overview of a customer shows: its year, and which of its charts are tables. */
export interface OverviewSearch extends YearSearch, ChartSearch {}

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return { ...readYearSearch(search), ...readChartSearch(search) };
}

/** The parameters of the API for what an address shows. */
export function toYearQuestion({ year, platform = "win", arch = "x64" }: YearSearch): YearQuestion {
  if (year === undefined) return { platform, arch };
  return { platform, arch, from: firstOf(year), to: firstOf(monthsLater(year, MONTHS)) };
}

/** The month that is some months after another one, within those that can be shown. */
export function monthsLater(month: string, months: number): string {
  const date = new Date(firstOf(month));
  const later = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  return [FIRST, later.toISOString().slice(0, 7), LAST].sort()[1] ?? FIRST;
}

/** The end of a year that begins at the first instant of a month. */
export function endOfYear(from: string): number {
  return Date.parse(firstOf(monthsLater(from.slice(0, 7), MONTHS)));
}

function firstOf(month: string): string {
  return `${month}-01T00:00:00Z`;
}
