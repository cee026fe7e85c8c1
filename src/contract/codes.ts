import { z } from "zod";
import { PACKAGE_FORMATS, type PackageFormat } from "../catalog/platform.ts";
import { NOT_EDITABLE } from "../policy/editability.ts";
import { REASON_RULES } from "../policy/reason.ts";
import { GOVERNING_RULES } from "../policy/resolve.ts";

/** The codes that a table of the rules has, as a closed list. */
function codesOf<Code extends string>(table: Readonly<Record<Code, unknown>>): z.ZodEnum<{ [C in Code]: C }> {
  return z.enum(Object.keys(table) as Code[]);
}

/** The rules that a table of codes names. */
function rulesOf<Rule extends string>(table: Readonly<Record<string, Rule>>): z.ZodEnum<{ [R in Rule]: R }> {
  return z.enum([...new Set(Object.values(table))]);
}

/** R25: why a verdict is as it is. */
export const ReasonCodeField = codesOf(REASON_RULES);
export const ReasonRuleField = rulesOf(REASON_RULES);
/** R6 to R10, R24: what governs an organization. */
export const GoverningCodeField = codesOf(GOVERNING_RULES);
export const GoverningRuleField = rulesOf(GOVERNING_RULES);
/** R12, R13: why a person who sees settings cannot edit them. */
export const NotEditableField = codesOf(NOT_EDITABLE);
/** Every package format of any platform. */
export const FormatField = z.enum([...new Set<PackageFormat>(Object.values(PACKAGE_FORMATS).flat())]);
