import type { PointerEvent, ReactNode } from "react";
import { useLocale } from "react-aria-components/I18nProvider";
import styles from "./charts.module.css";
import type { AmountAxis } from "./scale.ts";

/** The size of a drawing in its own units; on the page it has the size that is free. */
export const [WIDTH, HEIGHT] = [1000, 100];

/** A word at a place of an axis or of a drawing, from 0 (the beginning of a line) to 1. */
export interface AxisLabel {
  readonly share: number;
  readonly text: string;
}

/** The places that can be read one by one, and the one that is read. */
export interface Reading {
  readonly count: number;
  readonly at: number;
  readonly onRead: (at: number) => void;
  /** The share of the width at which a place is. */
  readonly shareOf: (at: number) => number;
  /** What the control that reads is called, and what it says of the place. */
  readonly label: string;
  readonly text: string;
}

interface Props {
  readonly label: string;
  readonly axis: AmountAxis;
  readonly writeAmount: (amount: number) => string;
  readonly below: readonly AxisLabel[];
  readonly marks?: readonly AxisLabel[];
  readonly reading: Reading;
  /** The shapes, in units of {@link WIDTH} and {@link HEIGHT}, the first place at x = 0. */
  readonly children: ReactNode;
}

/** A drawing with its axes. Words are beside the drawing, which is stretched, and mirrored from right to left. */
export function Plot({ label, axis, writeAmount, below, marks = [], reading, children }: Props) {
  const { direction } = useLocale();
  const x = reading.shareOf(reading.at) * WIDTH;
  const read = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    reading.onRead(nearest(reading, direction === "rtl" ? 1 - share : share));
  };
  return (
    <div className={styles.plot}>
      {marks.length > 0 && <Labels className={styles.marks} labels={marks} />}
      <div className={styles.amounts} aria-hidden="true">
        {axis.lines.map((amount) => (
          <span key={amount} style={{ insetBlockEnd: `${(100 * amount) / axis.top}%` }}>
            {writeAmount(amount)}
          </span>
        ))}
      </div>
      <svg
        className={styles.drawing}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        onPointerMove={read}
        onPointerDown={read}
      >
        {axis.lines.map((amount) => (
          <line key={amount} className={styles.grid} x1="0" x2={WIDTH} {...levelOf(amount, axis)} />
        ))}
        {children}
        <line className={styles.read} x1={x} x2={x} y1="0" y2={HEIGHT} />
      </svg>
      <Labels className={styles.below} labels={below} />
      <Reader reading={reading} />
    </div>
  );
}

function levelOf(amount: number, { top }: AmountAxis) {
  const y = HEIGHT - (HEIGHT * amount) / top;
  return { y1: y, y2: y };
}

/** The place that is nearest to a share of the width. */
export function nearest({ count, shareOf }: Pick<Reading, "count" | "shareOf">, share: number): number {
  let best = 0;
  for (let at = 1; at < count; at++) {
    if (Math.abs(shareOf(at) - share) < Math.abs(shareOf(best) - share)) best = at;
  }
  return best;
}

function Labels({
  labels,
  className = "",
}: {
  labels: readonly AxisLabel[];
  className?: string | undefined;
}) {
  return (
    <div className={`${styles.labels} ${className}`} aria-hidden="true" data-moment>
      {labels.map(({ share, text }) => (
        <span
          key={`${share} ${text}`}
          className={share < 0.06 ? styles.atStart : share > 0.94 ? styles.atEnd : ""}
          style={{ insetInlineStart: `${100 * share}%` }}
        >
          {text}
        </span>
      ))}
    </div>
  );
}

/** The control by which arrow keys go from place to place; it says the numbers of each. */
function Reader({ reading: { count, at, onRead, label, text, shareOf } }: { reading: Reading }) {
  if (count < 2) return null;
  return (
    <div className={styles.reader}>
      <input
        type="range"
        min={0}
        max={count - 1}
        value={at}
        aria-label={label}
        aria-valuetext={text}
        style={{
          marginInlineStart: `${100 * shareOf(0)}%`,
          inlineSize: `${100 * (shareOf(count - 1) - shareOf(0))}%`,
        }}
        onChange={(event) => onRead(Number(event.currentTarget.value))}
      />
    </div>
  );
}
