import { useEffect, useRef, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { FormattedMessage, useIntl } from "react-intl";
import type { DatedRelease } from "../data/releases.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { formatMonth } from "../ui/instant-formats.ts";
import type { Level } from "./hierarchy-level.ts";
import { whyNotOffered } from "./not-offered.ts";
import { monthsOf, placeOf, type Span, spanOf, widthOf } from "./span.ts";
import { StateBadge } from "./state-badge.tsx";
import styles from "./timeline.module.css";
import { TimelineLegend } from "./timeline-legend.tsx";
import { ROW_HEIGHT, TimelineRow } from "./timeline-row.tsx";
import { useRowText } from "./use-row-text.ts";

interface Props {
  readonly releases: readonly DatedRelease[];
  readonly level: Level;
  readonly onOpen: (id: string) => void;
}

/**
 * The calendar over time, a row for each release, the first to come on top. Arrow keys go through the rows, and left and
 * right along the time.
 */
export function Timeline({ releases: unsorted, level, onOpen }: Props) {
  const intl = useIntl();
  const [now] = useState(() => Date.now());
  const releases = [...unsorted].sort((a, b) => Date.parse(a.automaticAt) - Date.parse(b.automaticAt));
  const span = spanOf(releases, now);
  const past = releases.filter(({ automaticAt }) => Date.parse(automaticAt) <= now).length;
  const monthBefore = monthsOf(span)
    .filter((at) => at <= now)
    .at(-2);
  const { ref, showToday, move } = useTimeScroll(placeOf(monthBefore ?? span.start, span), past);
  return (
    <figure className={styles.figure} aria-label={intl.formatMessage({ id: "releases.timeline" })}>
      <div className={styles.bar}>
        <TimelineLegend
          hasDates={releases.some(({ dates }) => dates.length > 0)}
          hasHollow={releases.some((one) => one.dates.length > 0 && whyNotOffered(one, now) !== null)}
          level={level}
        />
        <Moves onToday={showToday} onMove={move} />
      </div>
      <div className={styles.scroll} ref={ref}>
        <div className={styles.wide}>
          <Months span={span} now={now} />
          <Rows releases={releases} span={span} now={now} onOpen={onOpen} />
        </div>
      </div>
    </figure>
  );
}

interface MovesProps {
  readonly onToday: () => void;
  /** Called with a number of steps: later if positive, earlier if negative. */
  readonly onMove: (steps: number) => void;
}

function Moves({ onToday, onMove }: MovesProps) {
  const intl = useIntl();
  return (
    <span className={styles.moves}>
      <IconButton
        label={intl.formatMessage({ id: "releases.timeline.earlier" })}
        icon="left"
        onPress={() => onMove(-1)}
      />
      <Button look="quiet" onPress={onToday}>
        <FormattedMessage id="releases.timeline.today" />
      </Button>
      <IconButton
        label={intl.formatMessage({ id: "releases.timeline.later" })}
        icon="right"
        onPress={() => onMove(1)}
      />
    </span>
  );
}

interface RowsProps extends Pick<Props, "releases" | "onOpen"> {
  readonly span: Span;
  readonly now: number;
}

function Rows({ releases, span, now, onOpen }: RowsProps) {
  const intl = useIntl();
  const rowText = useRowText();
  return (
    <ListBox
      aria-label={intl.formatMessage({ id: "releases.timeline.rows" })}
      className={styles.rows ?? ""}
      onAction={(id) => onOpen(String(id))}
    >
      {releases.map((release) => (
        <ListBoxItem
          key={release.id}
          id={release.id}
          textValue={release.version}
          aria-label={rowText(release)}
          className={styles.row ?? ""}
        >
          <span className={styles.version}>
            {release.version}{" "}
            <span aria-hidden="true">
              <StateBadge release={release} onlyUnusual />
            </span>
          </span>
          <TimelineRow release={release} span={span} now={now} />
        </ListBoxItem>
      ))}
    </ListBox>
  );
}

/** The months above the rows, and the word for today above its line. */
function Months({ span, now }: { span: Span; now: number }) {
  const intl = useIntl();
  const [first, ...others] = monthsOf(span);
  return (
    <div className={styles.months} aria-hidden="true">
      <span className={styles.version} />
      <div className={styles.axis} style={{ inlineSize: widthOf(span) }}>
        {first !== undefined && <time className={styles.month}>{formatMonth(intl, first, true)}</time>}
        {others.map((at) => (
          <time key={at} className={styles.month} style={{ insetInlineStart: placeOf(at, span) }}>
            {formatMonth(intl, at, new Date(at).getUTCMonth() === 0)}
          </time>
        ))}
        <span className={styles.today} style={{ insetInlineStart: placeOf(now, span) }}>
          <FormattedMessage id="releases.timeline.today" />
        </span>
      </div>
    </div>
  );
}

/** The number of past releases in sight above the coming ones. */
const ROWS_BEFORE = 5;

/** How far one press moves, in pixels. */
const STEP = 240;

/** Scrolls to a place when it opens, and moves along the time in the direction of the language. */
function useTimeScroll(opensAt: number, past: number) {
  const ref = useRef<HTMLDivElement>(null);
  const sign = () => (ref.current && getComputedStyle(ref.current).direction === "rtl" ? -1 : 1);
  const showToday = () => {
    ref.current?.scrollTo({ left: sign() * opensAt, top: Math.max(0, past - ROWS_BEFORE) * ROW_HEIGHT });
  };
  const move = (steps: number) => ref.current?.scrollBy({ left: sign() * steps * STEP, behavior: "smooth" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where it opens decides
  useEffect(showToday, [opensAt, past]);
  return { ref, showToday, move };
}
