import { nice, ticks } from "d3-array";

/** An axis of amounts: its end, and the amounts that have a line, from 0 on. */
export interface AmountAxis {
  readonly top: number;
  readonly lines: readonly number[];
}

const LINES = 4;

/** The axis for amounts up to `most`, in whole numbers; it ends at a round one. */
export function amountAxis(most: number): AmountAxis {
  const [, top] = nice(0, Math.max(LINES, most), LINES);
  return { top, lines: ticks(0, top, LINES).filter(Number.isInteger) };
}

/** The axis for shares from 0 to 1. */
export const SHARE_AXIS: AmountAxis = { top: 1, lines: [0, 0.25, 0.5, 0.75, 1] };

/** At most `most` places of `count`, evenly spread, with the first and the last. */
export function evenlySpread(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, at) => at);
  const step = (count - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => Math.round(at * step));
}

/** Those of some places whose labels have room beside each other; what comes first goes first. */
export function withRoom<Place extends { readonly share: number }>(
  places: readonly Place[],
  room: number,
): readonly Place[] {
  const kept: Place[] = [];
  for (const place of places) {
    if (kept.every(({ share }) => Math.abs(share - place.share) >= room)) kept.push(place);
  }
  return kept;
}
