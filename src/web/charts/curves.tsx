import { line } from "d3-shape";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import styles from "./charts.module.css";
import { type AxisLabel, HEIGHT, Plot, WIDTH } from "./plot.tsx";
import { evenlySpread, SHARE_AXIS, withRoom } from "./scale.ts";
import { aloneIn, type Spread } from "./spread.ts";
import { writeReading } from "./write-reading.ts";

/** The dashes of the curves, which are told apart without their colours. */
const DASHES = ["none", "7 3", "2 3", "9 3 2 3"] as const;

/** The number of days that have room at least, so that the first day of a release does not fill the width. */
const FEWEST_DAYS = 14;

/** How releases spread, each as a curve by days since it came out. A control below reads the shares of each day. */
export function SpreadCurves({ spreads }: { spreads: readonly Spread[] }) {
  const intl = useIntl();
  const [read, setRead] = useState<number | null>(null);
  const count = Math.max(...spreads.map(({ shares }) => shares.length));
  const at = Math.min(read ?? (spreads[0]?.shares.length ?? 1) - 1, count - 1);
  const last = Math.max(FEWEST_DAYS, count - 1);
  const shareOf = (day: number) => day / last;
  const writeDay = (day: number) => intl.formatMessage({ id: "charts.spread.day" }, { day });
  const values = spreads.flatMap(({ version, shares }) => {
    const share = shares[at] ?? null;
    return share === null ? [] : [intl.formatMessage({ id: "charts.spread.value" }, { version, share })];
  });
  return (
    <>
      <Plot
        label={intl.formatMessage({ id: "charts.spread.drawn" }, { count: spreads.length, days: count - 1 })}
        axis={SHARE_AXIS}
        writeAmount={(share) => intl.formatNumber(share, { style: "percent" })}
        marks={withRoom(onlyDays(spreads, shareOf), 0.2)}
        below={evenlySpread(last + 1, 5).map((day) => ({ share: shareOf(day), text: writeDay(day) }))}
        reading={{
          count,
          at,
          onRead: setRead,
          shareOf,
          label: intl.formatMessage({ id: "charts.read_day" }),
          text: writeReading(intl, writeDay(at), values),
        }}
      >
        {spreads.map((spread, place) => (
          <Curve key={spread.id} spread={spread} place={place} shareOf={shareOf} />
        ))}
      </Plot>
      <Legend spreads={spreads} at={at} day={writeDay(at)} />
    </>
  );
}

/** The names of the releases that have one counted day each, above that day: their curves are points. */
function onlyDays(spreads: readonly Spread[], shareOf: (day: number) => number): readonly AxisLabel[] {
  return spreads.flatMap(({ version, shares }) => {
    const [day] = aloneIn(shares);
    const isOnly = day !== undefined && shares.every((share, at) => share === null || at === day);
    return isOnly ? [{ share: shareOf(day), text: version }] : [];
  });
}

interface CurveProps {
  readonly spread: Spread;
  readonly place: number;
  readonly shareOf: (day: number) => number;
}

function Curve({ spread: { shares }, place, shareOf }: CurveProps) {
  const path = line<number | null>()
    .defined((share) => share !== null)
    .x((_, day) => WIDTH * shareOf(day))
    .y((share) => HEIGHT * (1 - (share ?? 0)));
  return (
    <>
      <path
        className={classOf(place)}
        strokeDasharray={DASHES[place % DASHES.length]}
        strokeLinecap="round"
        d={path(shares) ?? ""}
      />
      {aloneIn(shares).map((day) => {
        const [x, y] = [WIDTH * shareOf(day), HEIGHT * (1 - (shares[day] ?? 0))];
        return (
          <g key={day}>
            <line className={styles.stem} x1={x} x2={x} y1={HEIGHT} y2={y} />
            <path className={`${classOf(place)} ${styles.alone}`} strokeLinecap="round" d={`M${x},${y}h0`} />
          </g>
        );
      })}
    </>
  );
}

/** The last release stands out. */
function classOf(place: number): string {
  return `${styles.curve} ${place === 0 ? styles.first : ""}`;
}

interface LegendProps {
  readonly spreads: readonly Spread[];
  readonly at: number;
  readonly day: string;
}

/** Which release each curve is, with its share on the day that is read. */
function Legend({ spreads, at, day }: LegendProps) {
  return (
    <ul className={styles.legend}>
      <li>{day}</li>
      {spreads.map(({ id, version, shares }, place) => (
        <li key={id}>
          <svg className={styles.longKey} viewBox="0 0 24 10" aria-hidden="true">
            <path className={classOf(place)} strokeDasharray={DASHES[place % DASHES.length]} d="M0,5H24" />
          </svg>
          <span>
            {version} <CountedShare shares={shares} at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The share on the day that is read; of a release with one counted day the share on that, and which day it is. */
function CountedShare({ shares, at }: { shares: Spread["shares"]; at: number }) {
  const [only, ...others] = shares.flatMap((share, day) => (share === null ? [] : [{ share, day }]));
  if (only === undefined || others.length > 0 || only.day === at)
    return <ShareText share={shares[at] ?? null} />;
  return <FormattedMessage id="charts.spread.only" values={{ share: only.share, day: only.day }} />;
}

/** A share, or that it was not counted. */
export function ShareText({ share }: { share: number | null }) {
  if (share === null) return <FormattedMessage id="charts.spread.not_counted" />;
  return <FormattedMessage id="charts.spread.share" values={{ share }} />;
}
