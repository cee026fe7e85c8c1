import { type IntlShape, useIntl } from "react-intl";
import { scheduleText } from "../schedule/schedule-text.tsx";
import { actorText } from "../ui/actor-name.tsx";
import { formatDay } from "../ui/instant-formats.ts";
import type { Governed, ReleaseEvent, YearMoment } from "./year-rows.ts";

/** A schedule that begins, and the one before it. */
type Begun = NonNullable<YearMoment["schedule"]>;

/** What a year says, in words. */
export function useYearText() {
  const intl = useIntl();
  return {
    day: (at: string) => formatDay(intl, at),
    event: (event: ReleaseEvent) => eventText(intl, event),
    schedule: (begun: Begun) => begunText(intl, begun),
    offered: (moment: YearMoment) => offeredText(intl, moment),
    withActor: (what: string, made: Pick<Governed, "by">) => withActor(intl, what, made),
    moment: (moment: YearMoment) => momentText(intl, moment),
  };
}

function eventText(intl: IntlShape, { kind, version, dueBefore, dueAt }: ReleaseEvent): string {
  const due = (at: string | null) =>
    at === null ? intl.formatMessage({ id: "customer.year.never" }) : formatDay(intl, at);
  const values = { version, before: due(dueBefore), after: due(dueAt) };
  return intl.formatMessage({ id: `customer.year.event.${kind}` }, values);
}

function begunText(intl: IntlShape, { now, before }: Begun): string {
  const change = before ? changeText(intl, before, now) : firstText(intl, now);
  return now.held ? `${change} ${intl.formatMessage({ id: "customer.year.held" })}` : change;
}

function firstText(intl: IntlShape, { schedule }: Governed): string {
  return intl.formatMessage({ id: "customer.year.began" }, { schedule: scheduleText(intl, schedule) });
}

function changeText(intl: IntlShape, before: Governed, now: Governed): string {
  const from = scheduleText(intl, before.schedule, "from");
  return intl.formatMessage(
    { id: "schedule.preview.one" },
    { from, to: scheduleText(intl, now.schedule, "to") },
  );
}

function offeredText(intl: IntlShape, { version, isPlanned }: YearMoment): string {
  if (version === undefined) return intl.formatMessage({ id: "customer.year.before" });
  if (version === null) return intl.formatMessage({ id: "customer.year.nothing" });
  const id = isPlanned ? "customer.year.will_be" : "customer.year.is_offered";
  return intl.formatMessage({ id }, { version });
}

/** What happened, with who did it if that is known. */
function withActor(intl: IntlShape, what: string, { by }: Pick<Governed, "by">): string {
  return by ? intl.formatMessage({ id: "customer.year.by" }, { what, who: actorText(intl, by) }) : what;
}

/** All that is to be said of a change. */
function momentText(intl: IntlShape, moment: YearMoment): string {
  const { schedule, events } = moment;
  const happened = [
    ...(schedule ? [withActor(intl, begunText(intl, schedule), schedule.now)] : []),
    ...events.map((event) => withActor(intl, eventText(intl, event), event)),
  ];
  const what = intl.formatList([offeredText(intl, moment), ...happened]);
  return intl.formatMessage({ id: "customer.year.moment" }, { day: formatDay(intl, moment.at), what });
}
