import { area, stack, stackOrderReverse } from "d3-shape";
import { type ReactNode, useId, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { formatDay, formatDayOfYear } from "../ui/instant-formats.ts";
import styles from "./charts.module.css";
import { Hatches, hatchOf } from "./hatches.tsx";
import { type AxisLabel, HEIGHT, Plot, WIDTH } from "./plot.tsx";
import { amountAxis, evenlySpread, withRoom } from "./scale.ts";
import { lookOf } from "./series-look.ts";
import { writeReading } from "./write-reading.ts";

/** One area: how much there is on each day. */
export interface AreaSeries {
  readonly key: string;
  readonly name: string;
  readonly counts: readonly number[];
}

/** Something that happened on a day, such as a release that came out. */
export interface DayMark {
  readonly day: string;
  readonly text: string;
}

interface Props {
  /** Days in UTC, one after the other: `2026-12-01`. */
  readonly days: readonly string[];
  /** The first one is drawn on top. */
  readonly series: readonly AreaSeries[];
  /** The last one first. */
  readonly marks: readonly DayMark[];
  readonly label: string;
}

/** The chart has at least this many days, so that a few do not fill the whole width; the first ones may be empty. */
const FEWEST_SLOTS = 14;

/** Amounts day by day, stacked as areas. A control below reads the numbers of each day. */
export function StackedAreas({ days, series, marks, label }: Props) {
  const intl = useIntl();
  const id = useId();
  const [read, setRead] = useState<number | null>(null);
  const at = Math.min(read ?? days.length - 1, days.length - 1);
  const axis = amountAxis(Math.max(...days.map((_, day) => totalOf(series, day))));
  const slots = Math.max(FEWEST_SLOTS, days.length);
  const shareOf = (place: number) => (slots - days.length + place + 0.5) / slots;
  const drawn = marks.map((mark) => ({ text: mark.text, share: shareOf(days.indexOf(mark.day)) }));
  const text = writeReading(intl, formatDay(intl, days[at] ?? ""), valuesAt(series, at).map(writeValue));
  function writeValue({ name, count }: { readonly name: string; readonly count: number }): string {
    return intl.formatMessage({ id: "charts.value" }, { name, count });
  }
  return (
    <>
      <Plot
        label={label}
        axis={axis}
        writeAmount={(amount) => intl.formatNumber(amount, { notation: "compact" })}
        below={labelsOf(days, shareOf, (day) => formatDayOfYear(intl, day))}
        marks={withRoom(drawn, 0.25)}
        reading={{
          count: days.length,
          at,
          onRead: setRead,
          shareOf,
          label: intl.formatMessage({ id: "charts.read_day" }),
          text,
        }}
      >
        <Hatches id={id} />
        <Areas {...{ days, series, slots, id }} top={axis.top} />
        {drawn.map(({ share, text: version }) => (
          <line
            key={version}
            className={styles.mark}
            x1={share * WIDTH}
            x2={share * WIDTH}
            y1="0"
            y2={HEIGHT}
          />
        ))}
      </Plot>
      <Legend id={id} series={series} at={at} day={formatDay(intl, days[at] ?? "")} />
    </>
  );
}

function valuesAt(series: readonly AreaSeries[], at: number) {
  return series
    .map(({ name, counts }) => ({ name, count: counts[at] ?? 0 }))
    .filter(({ count }) => count > 0);
}

function totalOf(series: readonly AreaSeries[], day: number): number {
  return series.reduce((sum, { counts }) => sum + (counts[day] ?? 0), 0);
}

function labelsOf(
  days: readonly string[],
  shareOf: (place: number) => number,
  write: (day: string) => string,
): readonly AxisLabel[] {
  const places = evenlySpread(days.length, 5).map((at) => ({
    share: shareOf(at),
    text: write(days[at] ?? ""),
  }));
  // The last day always has its label.
  return withRoom([...places].reverse(), 0.15);
}

interface AreasProps {
  readonly days: readonly string[];
  readonly series: readonly AreaSeries[];
  readonly slots: number;
  readonly top: number;
  readonly id: string;
}

function Areas({ days, series, slots, top, id }: AreasProps) {
  const layers = stack<number, AreaSeries>()
    .keys(series)
    .value((day, { counts }) => counts[day] ?? 0)
    .order(stackOrderReverse)(pointsOf(days.length));
  const first = slots - days.length;
  const path = area<(typeof layers)[number][number]>()
    .x((_, at) => (WIDTH * (first + xOf(at, days.length))) / slots)
    .y0(([from]) => HEIGHT - (HEIGHT * from) / top)
    .y1(([, to]) => HEIGHT - (HEIGHT * to) / top);
  return layers.map((layer) => (
    <g key={layer.key.key}>
      <path
        className={`${lookOf(layer.key.key, series.indexOf(layer.key))} ${styles.area}`}
        d={path(layer) ?? ""}
      />
      <path className={styles.hatched} fill={hatchOf(id, series.indexOf(layer.key))} d={path(layer) ?? ""} />
    </g>
  ));
}

/** The days of the points: each one at its middle, and the first and the last at the ends of the chart, too. */
function pointsOf(days: number): number[] {
  return [0, ...Array.from({ length: days }, (_, day) => day), days - 1];
}

function xOf(point: number, days: number): number {
  return Math.min(days, Math.max(0, point - 0.5));
}

interface LegendProps {
  readonly id: string;
  readonly series: readonly AreaSeries[];
  readonly at: number;
  readonly day: string;
}

/** What each area is, with its number on the day that is read. */
function Legend({ id, series, at, day }: LegendProps): ReactNode {
  return (
    <ul className={styles.legend}>
      <li data-moment>{day}</li>
      {series.map(({ key, name, counts }, place) => (
        <li key={key}>
          <svg className={styles.key} viewBox="0 0 14 14" aria-hidden="true">
            <rect className={`${lookOf(key, place)} ${styles.area}`} width="14" height="14" />
            <rect className={styles.hatched} fill={hatchOf(id, place)} width="14" height="14" />
          </svg>
          <span>
            <FormattedMessage id="charts.value" values={{ name, count: counts[at] ?? 0 }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
