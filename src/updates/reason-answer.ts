import { formatVersion } from "../catalog/version.ts";
import { formatInstant, type Instant } from "../instant.ts";
import { REASON_RULES, type Reason, type ReasonCode } from "../policy/reason.ts";

type Wire = { [name: string]: unknown; code: ReasonCode; rule: (typeof REASON_RULES)[ReasonCode] };

/** R25: a reason on the wire: its code, its rule, its parameters as text and plain JSON. */
export function toReasonAnswer(reason: Reason): Wire {
  const wire: Wire = { code: reason.code, rule: REASON_RULES[reason.code] };
  for (const [name, value] of Object.entries(reason)) {
    if (name === "code") continue;
    wire[name] = toWire(name, value);
  }
  return wire;
}

function toWire(name: string, value: unknown): unknown {
  if (typeof value === "number" && INSTANTS.includes(name)) return formatInstant(value as Instant);
  return isVersion(value) ? formatVersion(value) : value;
}

const INSTANTS: readonly string[] = ["eligibleAt", "entersAt", "since"];

function isVersion(value: unknown): value is { parts: readonly number[] } {
  return typeof value === "object" && value !== null && "parts" in value;
}
