import { toSchedule } from "../../policy/schedule.ts";

/** What a draft of a form may be made of. None of it is a secret: a draft stays in the browser. */
export interface DraftKind<Fields> {
  /** Which values each field may have. A stored draft with any other value or field is dropped. */
  readonly fields: { readonly [Name in keyof Required<Fields>]: (value: unknown) => boolean };
  readonly isSame: (one: Value<Fields> | undefined, other: Value<Fields> | undefined) => boolean;
}

type Value<Fields> = Fields[keyof Fields];

export function isText(value: unknown): boolean {
  return typeof value === "string";
}

export function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

export function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

export function isSwitch(value: unknown): boolean {
  return typeof value === "boolean";
}

/** R1: a schedule as the API has it. */
export function isSchedule(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { cadence, deferralWeeks, ...others } = value as Record<string, unknown>;
  const hasNumber = deferralWeeks === undefined || typeof deferralWeeks === "number";
  if (typeof cadence !== "string" || !hasNumber || Object.keys(others).length > 0) return false;
  return toSchedule(cadence, deferralWeeks as number | undefined).ok;
}

export function isScheduleOrNull(value: unknown): boolean {
  return value === null || isSchedule(value);
}

/** An instant as the API takes it (ISO 8601), or none. */
export function isInstantOrNull(value: unknown): boolean {
  return value === null || (typeof value === "string" && !Number.isNaN(Date.parse(value)));
}

/** Whether two values of simple fields are the same. */
export function isIdentical(one: unknown, other: unknown): boolean {
  return one === other;
}
