/** The charts that can be shown as a table. */
const CHARTS = ["spread", "history", "year"] as const;
export type ChartName = (typeof CHARTS)[number];

/** The part of a view's address that says which of its charts are shown as tables: their names, with commas between them. */
export interface ChartSearch {
  readonly tables?: string;
}

export function readChartSearch({ tables }: Record<string, unknown>): ChartSearch {
  const names = tablesIn(tables);
  return names.length > 0 ? { tables: names.join(",") } : {};
}

/** The charts that an address shows as tables. */
export function tablesIn(tables: unknown): readonly ChartName[] {
  const named = typeof tables === "string" ? tables.split(",") : [];
  return CHARTS.filter((name) => named.includes(name));
}

/** The address's part with one chart shown the other way. */
export function switchTable(tables: unknown, name: ChartName): ChartSearch {
  const shown = tablesIn(tables);
  return readChartSearch({
    tables: (shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name]).join(","),
  });
}
