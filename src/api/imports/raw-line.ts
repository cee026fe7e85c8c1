import { type Refusal, refuse } from "../../result.ts";

/** The most bytes of one line. */
export const MAX_LINE_BYTES = 64 * 1024;

/** A line of the file with its number: unchecked values by column, or why it cannot be read. */
export type RawLine =
  | { readonly line: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly fault: Refusal; readonly isLast?: true };

export const LINE_TOO_LONG = refuse("line_too_long", "The line is longer than 64 KiB; shorten it.");
