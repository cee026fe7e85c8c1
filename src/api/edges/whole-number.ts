import { z } from "zod";

/** A whole number of a query, as digits and nothing else, from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,16}$/, "is a whole number")
    .transform(Number)
    .refine((number) => number >= least && number <= most, `is from ${least} to ${most}`);
}
