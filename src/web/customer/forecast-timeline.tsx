import { useLocale } from "react-aria-components/I18nProvider";
import { useIntl } from "react-intl";
import { formatDayOfYear, formatMonth } from "../ui/instant-formats.ts";
import type { ForecastRow } from "./forecast-rows.ts";
import styles from "./timeline.module.css";

const DAY = 86_400_000;
/** The part of the width that a label takes up. */
const LABEL_SHARE = 0.17;
const LINES = 3;
const LINE_HEIGHT = 34;
const AXIS = LINES * LINE_HEIGHT + 16;

interface TimelinePoint {
  readonly item: ForecastRow;
  /** From 0 (today) to 1 (the end). */
  readonly share: number;
  /** The line of its label, from the top, or null if there is no room for one. */
  readonly line: number | null;
}

/** The coming releases on a timeline that begins today. The table below has the same dates. */
export function ForecastTimeline({ rows }: { rows: readonly ForecastRow[] }) {
  const intl = useIntl();
  const { direction } = useLocale();
  const now = Date.now();
  const last = Math.max(...rows.map(({ at }) => Date.parse(at)));
  const end = last + Math.max((last - now) * 0.12, 7 * DAY);
  const shareOf = (instant: number) => (instant - now) / (end - now);
  const x = (share: number) => `${3 + 94 * (direction === "rtl" ? 1 - share : share)}%`;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.timeline}
        role="img"
        aria-label={intl.formatMessage({ id: "customer.next.drawn" }, { count: rows.length })}
      >
        <line x1={x(0)} x2={x(1)} y1={AXIS} y2={AXIS} className={styles.axis} />
        {monthsUntil(now, end).map((month) => (
          <g key={month}>
            <line
              x1={x(shareOf(month))}
              x2={x(shareOf(month))}
              y1={AXIS}
              y2={AXIS + 6}
              className={styles.axis}
            />
            <text x={x(shareOf(month))} y={AXIS + 22} className={styles.month} data-moment>
              {formatMonth(intl, month)}
            </text>
          </g>
        ))}
        <Today x={x(0)} label={intl.formatMessage({ id: "customer.next.today" })} />
        {placed(rows, shareOf).map(({ item, share, line }) => (
          <Mark
            key={item.releaseId}
            item={item}
            share={share}
            x={x(share)}
            line={line}
            day={formatDayOfYear(intl, item.at)}
          />
        ))}
      </svg>
    </figure>
  );
}

function Today({ x, label }: { x: string; label: string }) {
  return (
    <g>
      <line x1={x} x2={x} y1={AXIS - 12} y2={AXIS + 12} className={styles.today} />
      <text x={x} y={AXIS + 40} className={styles.todayLabel}>
        {label}
      </text>
    </g>
  );
}

interface MarkProps {
  readonly item: ForecastRow;
  /** From 0 (today) to 1 (the end), and where that is. */
  readonly share: number;
  readonly x: string;
  readonly line: number | null;
  readonly day: string;
}

/** The mark of a release. One that nobody there gets has a hollow mark and no label; the table has the dates of all. */
function Mark({ item, share, x, line, day }: MarkProps) {
  if (item.gets === null) return <circle cx={x} cy={AXIS} r={4} className={styles.quietMark} />;
  if (line === null) return <circle cx={x} cy={AXIS} r={6} className={styles.mark} />;
  const top = line * LINE_HEIGHT + 12;
  // A label at an end of the line would hang out of the picture.
  const anchor = share < LABEL_SHARE / 2 ? styles.atStart : share > 1 - LABEL_SHARE / 2 ? styles.atEnd : "";
  return (
    <g>
      <line x1={x} x2={x} y1={top + 18} y2={AXIS} className={styles.stem} />
      <circle cx={x} cy={AXIS} r={6} className={styles.mark} />
      <text x={x} y={top} className={`${styles.version} ${anchor}`}>
        {item.version}
      </text>
      <text x={x} y={top + 14} className={`${styles.day} ${anchor}`} data-moment>
        {day}
      </text>
    </g>
  );
}

/** The place of each release; a label goes to the lowest line on which it touches no other. */
function placed(
  rows: readonly ForecastRow[],
  shareOf: (instant: number) => number,
): readonly TimelinePoint[] {
  const ends: number[] = Array.from({ length: LINES }, () => Number.NEGATIVE_INFINITY);
  return rows.map((item) => {
    const share = shareOf(Date.parse(item.at));
    if (item.gets === null) return { item, share, line: null };
    const [begin, end] = spanOf(share);
    const line = ends.findLastIndex((last) => begin >= last);
    if (line === -1) return { item, share, line: null };
    ends[line] = end;
    return { item, share, line };
  });
}

/** Where a label begins and ends: in the middle above its mark, except at the two ends of the picture. */
function spanOf(share: number): readonly [number, number] {
  const half = LABEL_SHARE / 2;
  if (share < half) return [share, share + LABEL_SHARE];
  return share > 1 - half ? [share - LABEL_SHARE, share] : [share - half, share + half];
}

/** The first days of the months shown, in UTC; only some if there are more than a year. */
function monthsUntil(now: number, end: number): readonly number[] {
  const first = new Date(now);
  const months: number[] = [];
  for (let ahead = 1; ; ahead++) {
    const month = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + ahead, 1);
    if (month >= end) break;
    months.push(month);
  }
  const every = Math.ceil(months.length / 12);
  return months.filter((_, at) => at % every === 0);
}
