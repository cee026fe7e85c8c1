export const RANGES = [30, 90, 365] as const;
export type Range = (typeof RANGES)[number];
const USUAL: Range = 90;

/** What of the view stands in its address. */
export interface AdoptionSearch {
  readonly partner?: string;
  /** Whose installations are shown. */
  readonly customer?: string;
  /** How many days of history; none: 90. */
  readonly days?: Range;
  /** A part of an installation's id, and the version that it runs. */
  readonly q?: string;
  readonly version?: string;
}

export function readAdoptionSearch(search: Record<string, unknown>): AdoptionSearch {
  const [partner, customer] = [readText(search.partner), readText(search.customer)];
  const [q, version] = [readText(search.q), readText(search.version)];
  const days = RANGES.find((known) => known === Number(search.days));
  return {
    ...(partner && { partner }),
    ...(customer && { customer }),
    ...(days && days !== USUAL && { days }),
    ...(q && { q }),
    ...(version && { version }),
  };
}

export function rangeOf({ days = USUAL }: AdoptionSearch): Range {
  return days;
}

/** Addresses carry numbers as such, and an id or a version may look like one. */
function readText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "";
}
