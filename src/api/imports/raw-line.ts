import { type Refusal, refuse } from "../../result.ts";

/** The most bytes of one line. */
export const MAX_LINE_BYTES = 64 * 1024;

/** A line as it stands in the file, by its number: values by column, not checked yet, or why it cannot be read. */
export type RawLine =
  | { readonly line: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly fault: Refusal; readonly isLast?: true };

export const LINE_TOO_LONG = refuse("line_too_long", "The line is longer than 64 KiB; shorten it.");
