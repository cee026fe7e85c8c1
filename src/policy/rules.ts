/** The rules that a reason or a step of a trace can cite, in rule order (docs/rules.md). */
export const RULES = [
  "R3",
  "R4",
  "R5",
  "R6",
  "R7",
  "R8",
  "R9",
  "R10",
  "R11",
  "R15",
  "R18",
  "R19",
  "R20",
  "R21",
  "R24",
  "R27",
  "R28",
  "R29",
  "R30",
  "R31",
  "R32",
  "R56",
] as const;
export type Rule = (typeof RULES)[number];

/** Compares two reasons or steps by rule order. */
export function byRule(a: { readonly rule: Rule }, b: { readonly rule: Rule }): number {
  return RULES.indexOf(a.rule) - RULES.indexOf(b.rule);
}
