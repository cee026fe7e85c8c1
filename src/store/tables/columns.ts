import type { ColumnType } from "kysely";
import { type Instant, toInstant } from "../../instant.ts";

/** `timestamptz`: an `Instant` when read, ISO text when written. */
export type InstantColumn = ColumnType<Instant, string, string>;
export type MaybeInstantColumn = ColumnType<Instant | null, string | null, string | null>;

/** `jsonb`: parsed when read, JSON text when written (the drivers disagree on how to write arrays and objects). */
export type JsonColumn<Value> = ColumnType<Value, string, string>;
export type MaybeJsonColumn<Value> = ColumnType<Value | null, string | null, string | null>;

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** How both databases read the types whose defaults differ or lose something, by type id. */
export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: parseInt8,
  [TIMESTAMPTZ]: parseTimestamp,
};

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number exactly`);
  return value;
}

/** Sessions run in UTC, so the text is always `2026-10-06 08:00:00.123+00`. */
function parseTimestamp(text: string): Instant {
  const milliseconds = Date.parse(text.replace(" ", "T").replace(/\+00$/, "Z"));
  if (Number.isNaN(milliseconds)) throw new RangeError(`${text} is not a moment in UTC`);
  return toInstant(milliseconds);
}

/** JSON text for a `jsonb` column; null stays null. */
export function toJsonText(value: object): string;
export function toJsonText(value: object | null): string | null;
export function toJsonText(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
