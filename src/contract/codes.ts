import { z } from "zod";
import { PACKAGE_FORMATS, type PackageFormat } from "../catalog/platform.ts";
import { NOT_EDITABLE } from "../policy/editability.ts";
import { REASONS } from "../policy/reason.ts";
import { GOVERNING_RULES } from "../policy/resolve.ts";

/** The codes of a table of the rules, as a closed list. */
function codesOf<Code extends string>(table: Readonly<Record<Code, unknown>>): z.ZodEnum<{ [C in Code]: C }> {
  return z.enum(Object.keys(table) as Code[]);
}

/** The rules in a table of codes. */
function rulesOf<Rule extends string>(rules: readonly Rule[]): z.ZodEnum<{ [R in Rule]: R }> {
  return z.enum([...new Set(rules)]);
}

/** R25: why a verdict is as it is. */
export const ReasonCodeField = codesOf(REASONS);
export const ReasonRuleField = rulesOf(Object.values(REASONS).map(({ rule }) => rule));
/** R6 to R10, R24: what governs an organization. */
export const GoverningCodeField = codesOf(GOVERNING_RULES);
export const GoverningRuleField = rulesOf(Object.values(GOVERNING_RULES));
/** R12, R13: why an actor that sees settings cannot edit them. */
export const NotEditableField = codesOf(NOT_EDITABLE);
/** Every package format of any platform. */
export const FormatField = z.enum([...new Set<PackageFormat>(Object.values(PACKAGE_FORMATS).flat())]);
