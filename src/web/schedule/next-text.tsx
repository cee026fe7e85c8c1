import { FormattedMessage } from "react-intl";
import { CalendarDay } from "../ui/calendar-day.tsx";

interface Props {
  /** The next release, if one is planned. */
  readonly next: { readonly version: string; readonly at: string } | null | undefined;
  readonly hasHint?: boolean;
}

/** The version that comes next, with its day. */
export function NextText({ next, hasHint = false }: Props) {
  if (!next) return <FormattedMessage id="schedule.next.none" />;
  return (
    <FormattedMessage
      id="schedule.next"
      values={{ version: <b>{next.version}</b>, at: <CalendarDay at={next.at} hasHint={hasHint} /> }}
    />
  );
}
