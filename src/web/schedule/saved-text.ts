import type { IntlShape } from "react-intl";
import type { Version } from "./both-versions.tsx";
import type { Schedule } from "./schedule.ts";
import { scheduleText } from "./schedule-text.tsx";

/** A change of settings that was saved, of a customer or of all customers of a partner. */
interface SavedChange {
  readonly name: string;
  /** The fields that were changed, with their new values. */
  readonly now: Version;
  readonly before: Version;
}

/** What was saved in one sentence: `Fjord Shipping: Latest, 3 weeks (was Latest, 2 weeks).` */
export function savedText(intl: IntlShape, { name, now, before }: SavedChange): string {
  const schedule = now.schedule === undefined ? null : anyScheduleText(intl, now.schedule);
  const override =
    now.allowCustomerOverride === undefined
      ? null
      : intl.formatMessage({ id: `schedule.override.is_${now.allowCustomerOverride ? "on" : "off"}` });
  if (schedule === null) return intl.formatMessage({ id: "schedule.saved.override" }, { name, override });
  const was = anyScheduleText(intl, before.schedule ?? null);
  const id = override === null ? "schedule.saved.schedule" : "schedule.saved.both";
  return intl.formatMessage({ id }, { name, now: schedule, before: was, override });
}

function anyScheduleText(intl: IntlShape, schedule: Schedule | "inherit" | null): string {
  if (schedule === "inherit") return intl.formatMessage({ id: "schedule.text.inherit" });
  if (schedule === null) return intl.formatMessage({ id: "schedule.text.none" });
  return scheduleText(intl, schedule);
}
