import { type PointerEvent, useId, useRef, useState } from "react";
import { useLocale } from "react-aria-components/I18nProvider";
import { FormattedMessage, useIntl } from "react-intl";
import { Hatches, hatchOf } from "../charts/hatches.tsx";
import { nearest } from "../charts/plot.tsx";
import { scheduleText } from "../schedule/schedule-text.tsx";
import { formatDay, formatMonth, formatYear } from "../ui/instant-formats.ts";
import { MARK_OF, OUTLINES } from "./event-marks.ts";
import { MomentText } from "./moment-text.tsx";
import { useYearText } from "./use-year-text.ts";
import styles from "./year.module.css";
import { YearLegend } from "./year-legend.tsx";
import { YearReader } from "./year-reader.tsx";
import { type Bar, momentsOf, rowsOf, shareIn, type YearRow } from "./year-rows.ts";
import type { CustomerYear } from "./year-shapes.ts";

/**
 * A year as rows: the schedules that governed, then each release with the time in which it was offered and what happened to
 * it. A control below goes from change to change, and says each in words.
 */
export function YearPicture({ year }: { year: CustomerYear }) {
  const intl = useIntl();
  const id = useId();
  const rows = rowsOf(year);
  const reading = useReading(year);
  const { moment, read } = reading;
  return (
    <>
      <div className={styles.picture} onPointerMove={read} onPointerDown={read}>
        <div className={styles.track} ref={reading.ref} aria-hidden="true">
          <Lines year={year} at={moment?.at} />
          <Months year={year} />
        </div>
        <div
          role="img"
          aria-label={intl.formatMessage(
            { id: "customer.year.drawn" },
            {
              count: rows.filter(({ bars }) => bars.length > 0).length,
              from: formatDay(intl, year.from),
              to: formatDay(intl, year.to),
            },
          )}
        >
          <ScheduleRow year={year} />
          {rows.map((row) => (
            <ReleaseRow key={row.releaseId} row={row} year={year} id={id} />
          ))}
        </div>
        <div className={styles.reader}>
          <YearReader reading={reading.control} />
        </div>
      </div>
      <svg className={styles.patterns} aria-hidden="true">
        <Hatches id={id} />
      </svg>
      {moment && <MomentText moment={moment} />}
      <YearLegend events={year.events} hasPlanned={year.now < year.to} id={id} />
    </>
  );
}

/** The change that is read: at first what is so now, else the last one. */
function useReading(year: CustomerYear) {
  const intl = useIntl();
  const words = useYearText();
  const { direction } = useLocale();
  const ref = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const moments = momentsOf(year);
  const present = moments.findLastIndex(({ at }) => at <= year.now);
  const found = moments.findIndex(({ at }) => at === chosen);
  const at = found === -1 ? Math.max(0, present) : found;
  const moment = moments[at];
  const onRead = (place: number) => setChosen(moments[place]?.at ?? null);
  const shareOf = (place: number) => shareIn(year, moments[place]?.at ?? year.from);
  const places = { count: moments.length, shareOf };
  const read = ({ clientX, target }: PointerEvent<HTMLDivElement>) => {
    const track = ref.current?.getBoundingClientRect();
    if (!track || target instanceof HTMLInputElement) return;
    const share = (clientX - track.left) / track.width;
    if (share >= 0 && share <= 1) onRead(nearest(places, direction === "rtl" ? 1 - share : share));
  };
  const label = intl.formatMessage({ id: "customer.year.read" });
  const text = moment ? words.moment(moment) : "";
  return { ref, moment, read, control: { ...places, at, onRead, label, text } };
}

const percent = (share: number) => `${100 * share}%`;

/** The lines of the months, of today and of the change that is read, through all rows. */
function Lines({ year, at }: { year: CustomerYear; at: string | undefined }) {
  const isNowIn = year.now >= year.from && year.now < year.to;
  return (
    <svg className={styles.lines} aria-hidden="true" focusable="false">
      {monthsIn(year).map((month) => (
        <line key={month} className={styles.monthLine} {...atShare(shareIn(year, month))} />
      ))}
      {isNowIn && <line className={styles.todayLine} {...atShare(shareIn(year, year.now))} />}
      {at !== undefined && <line className={styles.readLine} {...atShare(shareIn(year, at))} />}
    </svg>
  );
}

function atShare(share: number) {
  return { x1: percent(share), x2: percent(share), y1: "0", y2: "100%" };
}

/** The years, the months below them, and the word for today. */
function Months({ year }: { year: CustomerYear }) {
  const intl = useIntl();
  const isNowIn = year.now >= year.from && year.now < year.to;
  const months = monthsIn(year);
  const at = (instant: string | number) => ({ insetInlineStart: percent(shareIn(year, instant)) });
  return (
    <div className={styles.months} data-moment>
      {months
        .filter((month, place) => isYearNamed(new Date(month).getUTCMonth(), place))
        .map((month) => (
          <b key={month} className={styles.yearName} style={at(month)}>
            {formatYear(intl, month)}
          </b>
        ))}
      {months.map((month) => (
        <span key={month} style={at(month)}>
          {formatMonth(intl, month)}
        </span>
      ))}
      {isNowIn && (
        <b className={styles.today} style={at(year.now)}>
          <FormattedMessage id="customer.next.today" />
        </b>
      )}
    </div>
  );
}

/** Whether a month has the name of its year above it: January, and the first one unless January comes next to it. */
function isYearNamed(month: number, place: number): boolean {
  return month === 0 || (place === 0 && month !== 11);
}

/** The first instants of the months of a year, in milliseconds. */
function monthsIn({ from, to }: CustomerYear): readonly number[] {
  const first = new Date(from);
  const months: number[] = [];
  for (let ahead = 0; ; ahead++) {
    const month = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + ahead, 1);
    if (month >= Date.parse(to)) return months;
    if (month >= first.getTime()) months.push(month);
  }
}

/** The schedules, each with its name where that has room. */
function ScheduleRow({ year }: { year: CustomerYear }) {
  const intl = useIntl();
  return (
    <div className={styles.row}>
      <span className={styles.label}>
        <FormattedMessage id="customer.schedule" />
      </span>
      <div className={styles.schedules}>
        {year.schedules.map((one) => {
          const [from, to] = [shareIn(year, one.from), shareIn(year, one.to)];
          const name = scheduleText(intl, one.schedule);
          return (
            <span
              key={one.from}
              className={styles.schedule}
              style={{ insetInlineStart: percent(from), inlineSize: percent(to - from) }}
              title={name}
            >
              <span>{name}</span>
            </span>
          );
        })}
      </div>
    </div>
  );
}

/** A release: the times in which it is offered, and the marks of what happens to it. */
function ReleaseRow({ row, year, id }: { row: YearRow; year: CustomerYear; id: string }) {
  return (
    <div className={styles.row}>
      <span className={styles.label} data-current={isOfferedNow(row, year)}>
        {row.version}
      </span>
      <svg className={styles.bars} aria-hidden="true" focusable="false">
        {row.bars.map((bar) => (
          <BarShape key={`${bar.from} ${bar.isPlanned}`} bar={bar} id={id} />
        ))}
        {row.events.map((event) => (
          <svg
            key={`${event.at} ${event.kind}`}
            x={percent(shareIn(year, event.at))}
            y="50%"
            overflow="visible"
            aria-hidden="true"
          >
            <path className={styles.mark} d={OUTLINES[MARK_OF[event.kind]]} />
          </svg>
        ))}
      </svg>
    </div>
  );
}

function isOfferedNow({ releaseId }: YearRow, { offers, now }: CustomerYear): boolean {
  return offers.some((offer) => offer.releaseId === releaseId && offer.from <= now && now < offer.to);
}

function BarShape({ bar: { from, to, isPlanned }, id }: { bar: Bar; id: string }) {
  const place = { x: percent(from), width: percent(to - from), y: "4", height: "16", rx: "3" };
  return (
    <>
      <rect className={isPlanned ? styles.planned : styles.offered} {...place} />
      {isPlanned && <rect className={styles.hatched} fill={hatchOf(id, 0)} {...place} />}
    </>
  );
}
