import type { DatedRelease } from "../data/releases.ts";
import { whyNotOffered } from "./not-offered.ts";
import { type ChannelSpan, latestSpan, placeOf, type Span, slowSpan, widthOf } from "./span.ts";
import styles from "./timeline.module.css";

export const ROW_HEIGHT = 40;
const LATEST_LANE = 12;
const SLOW_LANE = 26;

interface Props {
  readonly release: DatedRelease;
  readonly span: Span;
  readonly now: number;
}

/** One release over time: its dates, how far deferrals reach, and when the person's customers get it. */
export function TimelineRow({ release, span, now }: Props) {
  const latest = latestSpan(release);
  const slow = slowSpan(release);
  const today = placeOf(now, span);
  const isWaiting = whyNotOffered(release, now) !== null;
  return (
    <svg
      className={`${styles.chart} ${styles[release.state] ?? ""}`}
      width={widthOf(span)}
      height={ROW_HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <line className={styles.todayLine} x1={today} x2={today} y1={0} y2={ROW_HEIGHT} />
      <Lane channel={latest} lane={LATEST_LANE} span={span} kind="latest" />
      <circle className={styles.mark} cx={placeOf(latest.from, span)} cy={LATEST_LANE} r={5} />
      {slow && (
        <>
          <Lane channel={slow} lane={SLOW_LANE} span={span} kind="slow" />
          <path className={styles.mark} d={diamond(placeOf(slow.from, span), SLOW_LANE)} />
        </>
      )}
      {[...new Set(release.dates.map(({ at }) => at))].map((at) => (
        <path
          key={at}
          className={`${styles.own} ${isWaiting ? styles.hollow : ""}`}
          d={flag(placeOf(Date.parse(at), span))}
        />
      ))}
    </svg>
  );
}

function Lane(props: { channel: ChannelSpan; lane: number; span: Span; kind: "latest" | "slow" }) {
  const { channel, lane, span, kind } = props;
  const from = placeOf(channel.from, span);
  const width = placeOf(channel.to, span) - from;
  return <rect className={styles[kind]} x={from} y={lane - 3} width={width} height={6} rx={3} />;
}

/** The outline of the mark for a slow date. */
export function diamond(x: number, y: number): string {
  return `M${x} ${y - 6}l6 6l-6 6l-6-6z`;
}

/** The outline of the mark for a date on which customers get it, at the foot of a row. */
export function flag(x: number, foot = ROW_HEIGHT): string {
  return `M${x} ${foot - 8}l4 7h-8z`;
}
