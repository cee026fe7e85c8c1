import { formatKnownVersion, type KnownVersion } from "../catalog/running-version.ts";
import { formatVersion, type Version } from "../catalog/version.ts";
import { formatInstant, type Instant } from "../instant.ts";
import {
  type ParameterKind,
  parameterKind,
  REASONS,
  type Reason,
  type ReasonCode,
  type ReasonRule,
} from "../policy/reason.ts";

type Wire = { [name: string]: unknown; code: ReasonCode; rule: ReasonRule };

/** R25: a reason as JSON: its code, its rule and its parameters. */
export function toReasonAnswer(reason: Reason): Wire {
  const { code, ...parameters } = reason;
  const wire: Wire = { code, rule: REASONS[code].rule };
  for (const [name, value] of Object.entries(parameters)) {
    const kind = parameterKind(code, name);
    if (kind === null) throw new Error(`${code} has no parameter ${name}`);
    wire[name] = WRITE[kind](value);
  }
  return wire;
}

/** How a parameter of each kind is written: instants as ISO 8601 in UTC, versions dotted, the rest as it is. */
const WRITE: Readonly<Record<ParameterKind, (value: unknown) => unknown>> = {
  instant: (value) => formatInstant(value as Instant),
  version: (value) => formatVersion(value as Version),
  running: (value) => formatKnownVersion(value as KnownVersion),
  schedule: (value) => value,
  text: (value) => value,
  scope: (value) => value,
  seconds: (value) => value,
};
