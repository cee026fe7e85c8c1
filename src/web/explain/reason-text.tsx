import { FormattedMessage, useIntl } from "react-intl";
import { REASONS, type ReasonCode } from "../../policy/reason.ts";
import { SET_ASIDE } from "../../policy/rungs.ts";
import type { Reason } from "../data/explain.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { scheduleOf, type TraceFields, textOf } from "./trace-fields.ts";

/** R25: a reason in words; one that only a newer server knows is shown by its code. */
export function ReasonText({ reason }: { reason: Reason }) {
  const { code } = reason;
  return isKnown(code) ? <KnownReason code={code} fields={reason} /> : <code>{code}</code>;
}

function isKnown(code: string): code is ReasonCode {
  return code in REASONS;
}

function KnownReason({ code, fields }: { code: ReasonCode; fields: TraceFields }) {
  const intl = useIntl();
  const schedule = scheduleOf(fields, "schedule");
  const scope = textOf(fields, "scope") === "all" ? "all" : "line";
  return (
    <FormattedMessage
      id={`reason.${code}`}
      values={{
        version: <b>{textOf(fields, "version")}</b>,
        newestEligible: textOf(fields, "newestEligible"),
        eligibleAt: <DateText at={textOf(fields, "eligibleAt")} hasHint />,
        entersAt: <DateText at={textOf(fields, "entersAt")} hasHint />,
        since: <ChangeTime at={textOf(fields, "since")} />,
        schedule: schedule && <ScheduleText schedule={schedule} />,
        reason: textOf(fields, "reason"),
        updaters: textOf(fields, "updaters"),
        floor: textOf(fields, "floor"),
        target: textOf(fields, "target"),
        why: <WhyText code={textOf(fields, "why")} />,
        expiredAt: <DateText at={textOf(fields, "expiredAt")} />,
        setAside: <SetAsideText what={textOf(fields, "setAside")} />,
        needs: textOf(fields, "needs"),
        upTo: textOf(fields, "upTo"),
        scope: intl.formatMessage({ id: `reason.scope.${scope}` }),
      }}
    />
  );
}

/** The short form of a reason that another one names. */
export function WhyText({ code }: { code: string | undefined }) {
  if (code === undefined) return null;
  return isKnown(code) ? <FormattedMessage id={`reason.short.${code}`} /> : <code>{code}</code>;
}

/** R30: what does not count any more for an installation that has to leave what it runs. */
function SetAsideText({ what }: { what: string | undefined }) {
  const known = SET_ASIDE.find((one) => one === what);
  return known === undefined ? <code>{what}</code> : <FormattedMessage id={`reason.set_aside.${known}`} />;
}

interface DateProps {
  readonly at: string | undefined;
  readonly hasHint?: boolean;
}

/** A date of the calendar that a rule saw, if it saw one. */
export function DateText({ at, hasHint = false }: DateProps) {
  return at === undefined ? null : <CalendarDay at={at} show="time" hasHint={hasHint} />;
}

/** The time of a change that a rule saw, if it saw one. */
export function ChangeTime({ at }: Pick<DateProps, "at">) {
  return at === undefined ? null : <LocalTime at={at} />;
}
