import { useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { formatDay } from "../ui/instant-formats.ts";
import styles from "./adoption.module.css";
import { DayText } from "./day-text.tsx";
import type { History } from "./history.ts";
import { HistoryTable } from "./history-table.tsx";
import { VersionName } from "./version-name.tsx";

const [DAY, HEIGHT] = [10, 100];
/** The chart has at least this many days, so that a few do not fill the whole width; the first ones may be empty. */
const FEWEST_SLOTS = 14;
const DAY_MS = 86_400_000;

/** The versions that ran day by day, as stacked bars; the table below has the same numbers. */
export function HistoryChart({ history }: { history: History }) {
  const intl = useIntl();
  const { days, series, most } = history;
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const about = { from: formatDay(intl, from), to: formatDay(intl, to), most };
  return (
    <figure className={styles.history}>
      <div>
        <span className={styles.most} aria-hidden="true">
          {intl.formatNumber(most)}
        </span>
        <Bars history={history} label={intl.formatMessage({ id: "adoption.history.chart" }, about)} />
      </div>
      <div className={styles.axis}>
        <DayText day={daysBefore(from, emptySlots(days))} />
        <DayText day={to} />
      </div>
      <ul className={styles.legend}>
        {series.map(({ key }, place) => (
          <li key={key}>
            <svg className={styles.key} viewBox="0 0 10 10" aria-hidden="true">
              <rect className={classOf(key, place)} width="10" height="10" />
            </svg>
            <VersionName version={key} />
          </li>
        ))}
      </ul>
      <details>
        <summary>
          <FormattedMessage id="adoption.history.table" />
        </summary>
        <HistoryTable history={history} />
      </details>
    </figure>
  );
}

function Bars({ history: { days, series, most }, label }: { history: History; label: string }) {
  const hatch = useId();
  const empty = emptySlots(days);
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${(empty + days.length) * DAY} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={styles.hatchGround} width="4" height="4" />
          <rect className={styles.hatchLine} width="1.5" height="4" />
        </pattern>
      </defs>
      {days.map((day, at) => (
        <g key={day}>
          {stack(series.map(({ counts }) => counts[at] ?? 0)).map(([start, count], place) => {
            const key = series[place]?.key ?? "";
            const size = { width: DAY - 1, height: (HEIGHT * count) / most };
            const top = HEIGHT - (HEIGHT * (start + count)) / most;
            const fill =
              key === "unreported" ? { fill: `url(#${hatch})` } : { className: classOf(key, place) };
            return count > 0 && <rect key={key} x={(empty + at) * DAY} y={top} {...size} {...fill} />;
          })}
        </g>
      ))}
    </svg>
  );
}

function emptySlots(days: readonly string[]): number {
  return Math.max(0, FEWEST_SLOTS - days.length);
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);
}

/** The parts of a bar, each with the number where it starts. The last is at the bottom, the newest version on top. */
function stack(counts: readonly number[]): readonly (readonly [start: number, count: number])[] {
  return counts.map((count, place) => [counts.slice(place + 1).reduce((sum, one) => sum + one, 0), count]);
}

/** The class of a part: older versions are paler. The legend names each, so nothing depends on colour alone. */
function classOf(key: string, place: number): string {
  return styles[key === "other" || key === "unreported" ? key : `age${place}`] ?? "";
}
