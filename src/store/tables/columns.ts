import type { ColumnType, InsertType, SelectType, UpdateType } from "kysely";
import { type Instant, toInstant } from "../../instant.ts";

/** A column of a table: its type in SQL, and, for the compiler alone, the types that are read and written. */
export interface Column<Type> {
  readonly sql: string;
  readonly isNullable: boolean;
  readonly type?: Type;
}

/** The columns of a table by their names. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row of a table with these columns, for Kysely. */
export type RowOf<Of extends Columns> = {
  [Name in keyof Of]: Of[Name] extends Column<infer Type> ? Type : never;
};

function column<Type>(sql: string): Column<Type> {
  return { sql, isNullable: false };
}

export const text = <Value extends string = string>() => column<Value>("text");
export const texts = <Value extends string = string>() => column<readonly Value[]>("text[]");
export const boolean = () => column<boolean>("boolean");
export const smallint = () => column<number>("smallint");
export const integer = () => column<number>("integer");
/** A whole number that a `number` holds exactly; reading any other throws a `RangeError`. */
export const bigint = () => column<number>("bigint");
/** Read as it is; written by the driver as an array. */
export const integers = () => column<readonly number[]>("integer[]");
export const double = () => column<number>("double precision");
export const bytea = () => column<Uint8Array>("bytea");
/** The address of a network, such as `203.0.113.0/24`. */
export const cidr = () => column<string>("cidr");
/** An `Instant` when read, ISO text when written. */
export const timestamp = () => column<ColumnType<Instant, string, string>>("timestamp with time zone");
/** Parsed when read, JSON text when written (the drivers disagree on how to write arrays and objects). */
export const jsonb = <Value>() => column<ColumnType<Value, string, string>>("jsonb");

/** The same column, but nullable. */
export function nullable<Type>({ sql }: Column<Type>): Column<OrNull<Type>> {
  return { sql, isNullable: true };
}

/** The same column, but written by the database alone. */
export function generated<Type>({
  sql,
  isNullable,
}: Column<Type>): Column<ColumnType<SelectType<Type>, never, never>> {
  return { sql, isNullable };
}

type OrNull<Type> = ColumnType<SelectType<Type> | null, InsertType<Type> | null, UpdateType<Type> | null>;

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** How both databases parse the types whose defaults differ or lose something, by type id. */
export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: parseInt8,
  [TIMESTAMPTZ]: parseTimestamp,
};

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number exactly`);
  return value;
}

/** Reads `2026-10-06 08:00:00.123+00`: sessions write dates as ISO and run in UTC, but any offset is understood. */
function parseTimestamp(text: string): Instant {
  const milliseconds = Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  if (Number.isNaN(milliseconds)) throw new RangeError(`${text} is not a moment with its offset`);
  return toInstant(milliseconds);
}

/** JSON text for a `jsonb` column; null stays null. */
export function toJsonText(value: object): string;
export function toJsonText(value: object | null): string | null;
export function toJsonText(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
