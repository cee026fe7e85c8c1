import type { ReactNode } from "react";
import { FormattedMessage, type IntlShape, useIntl } from "react-intl";
import { PLATFORMS } from "../../catalog/platform.ts";
import { RELEASE_STATES, type Release } from "../../catalog/release.ts";
import type { Instant } from "../../instant.ts";
import { ROLES } from "../../tenancy/actor.ts";
import type { Names } from "../data/audit.ts";
import { BlockLines } from "../releases/block-text.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { scheduleIn, textIn, toRecord } from "./record.ts";

interface Props {
  readonly field: string;
  readonly value: unknown;
  readonly names: Names;
}

/** The value of a field as text. */
export function FieldValue({ field, value, names }: Props) {
  const intl = useIntl();
  if (value === null || value === undefined) {
    const id = field === "partner_override" ? "audit.value.partners_switch" : "audit.value.none";
    return <FormattedMessage id={id} />;
  }
  if (typeof value === "boolean") return <FormattedMessage id={`audit.value.${value ? "yes" : "no"}`} />;
  if (typeof value === "number") return intl.formatNumber(value);
  if (typeof value === "string") return <TextValue {...{ field, value, names }} />;
  if (field === "blocks" && Array.isArray(value)) return <BlockLines blocks={value} />;
  if (Array.isArray(value)) return listText(intl, field, value, names);
  return <RecordValue {...{ field, value }} />;
}

/** Fields that are compared letter by letter, and shown as they are stored. */
const AS_STORED = new Set(["sha256", "sha512", "format", "arch", "url", "fileName"]);

type DateField = {
  [Field in keyof Release]: Release[Field] extends Instant | null ? Field : never;
}[keyof Release];

/** The fields that are dates of the calendar; any other instant is when something was done. */
const DATES: Readonly<Record<DateField, true>> = {
  automaticAt: true,
  slowAt: true,
  supportEndsAt: true,
  expiresAt: true,
};

function TextValue({ field, value, names }: Props & { readonly value: string }): ReactNode {
  if (field in DATES) return <CalendarDay at={value} show="time" />;
  if (field.endsWith("At")) return <LocalTime at={value} />;
  if (field.endsWith("Id")) return names[value] ?? <code>{value}</code>;
  const role = field === "role" && ROLES.find((known) => known === value);
  if (role) return <FormattedMessage id={`frame.role.${role}`} />;
  const platform = field === "platform" && PLATFORMS.find((known) => known === value);
  if (platform) return PLATFORM_NAMES[platform];
  if (AS_STORED.has(field)) return <code>{value}</code>;
  const state = field === "state" && RELEASE_STATES.find((known) => known === value);
  return state ? <FormattedMessage id={`audit.state.${state}`} /> : value;
}

function listText(intl: IntlShape, field: string, values: readonly unknown[], names: Names): string {
  if (values.length === 0) return intl.formatMessage({ id: "audit.value.none" });
  // R13: there is one feature.
  if (field === "features") return intl.formatMessage({ id: "audit.feature" });
  return intl.formatList(values.map((value) => names[String(value)] ?? String(value)));
}

/** A schedule, legacy settings, a person, or why a release is critical or a required step; anything else as JSON. */
function RecordValue({ field, value }: Omit<Props, "names">): ReactNode {
  const record = toRecord(value);
  const schedule = scheduleIn({ schedule: value }, "schedule");
  if (schedule) return <ScheduleText schedule={schedule} />;
  const frequency = textIn(record, "frequency");
  if (frequency === "one_month" || frequency === "three_months") {
    return <FormattedMessage id={`audit.legacy.${frequency}`} values={{ weeks: Number(record?.weeks) }} />;
  }
  const text = textIn(record, field === "critical" || field === "floor" ? "reason" : "displayName");
  return text ?? <code>{JSON.stringify(value)}</code>;
}
