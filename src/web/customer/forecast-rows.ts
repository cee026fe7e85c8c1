import type { Forecast } from "../data/organization.ts";

/** A coming release as the timeline and its table show it. */
export interface ForecastRow {
  readonly releaseId: string;
  readonly version: string;
  /** When the first there gets it or, if nobody does, when it becomes eligible. */
  readonly at: string;
  /** Who gets it, or null if nobody does. */
  readonly gets: Forecast["offers"][number] | null;
  /** Whether a newer release is eligible by then. */
  readonly isSuperseded: boolean;
}

/** R56: what installations get, and the releases of the schedule that pass them by, the soonest first. */
export function toRows({ items, offers }: Pick<Forecast, "items" | "offers">): readonly ForecastRow[] {
  const getting = new Set(offers.map(({ releaseId }) => releaseId));
  const passing = items.filter(({ releaseId }) => !getting.has(releaseId));
  const rows: ForecastRow[] = [
    ...offers.map((gets) => ({
      releaseId: gets.releaseId,
      version: gets.version,
      at: gets.at,
      gets,
      isSuperseded: false,
    })),
    ...passing.map(({ releaseId, version, at, superseded: isSuperseded }) => ({
      releaseId,
      version,
      at,
      gets: null,
      isSuperseded,
    })),
  ];
  return rows.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
