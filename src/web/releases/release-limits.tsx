import { type ReactNode, useId } from "react";
import { FormattedMessage } from "react-intl";
import type { Release } from "../data/releases.ts";
import { Button } from "../ui/button.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Facts } from "../ui/section.tsx";
import { BlockText } from "./block-text.tsx";
import styles from "./releases.module.css";

interface Props {
  readonly release: Release;
  /** Opens a dialog to change this; undefined if the person may not. */
  readonly onStep: ((step: "limits" | "blocks") => void) | undefined;
}

/** R28 to R31: what may be run of a release, until when, and by which computers. */
export function ReleaseLimits({ release, onStep }: Props) {
  const id = useId();
  const { blocks } = release;
  const isLimited = isTimed(release) || blocks.length > 0;
  if (!isLimited && !onStep) return null;
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="releases.limits" />
      </h3>
      {!isLimited && (
        <p className={styles.quiet}>
          <FormattedMessage id="releases.limits.none" />
        </p>
      )}
      {isTimed(release) && <LimitFacts release={release} />}
      {blocks.length > 0 && (
        <ul className={styles.builds}>
          {blocks.map((block) => (
            <li key={JSON.stringify(block)}>
              <BlockText block={block} />
            </li>
          ))}
        </ul>
      )}
      {onStep && release.state !== "withdrawn" && (
        <div className={styles.line}>
          <Button onPress={() => onStep("limits")}>
            <FormattedMessage id="releases.step.limits" />
          </Button>
          <Button onPress={() => onStep("blocks")}>
            <FormattedMessage id="releases.step.blocks" />
          </Button>
        </div>
      )}
    </section>
  );
}

function isTimed({ floor, supportEndsAt, expiresAt }: Release): boolean {
  return floor !== null || supportEndsAt !== null || expiresAt !== null;
}

function LimitFacts({ release }: { release: Release }) {
  const { floor, supportEndsAt, expiresAt, warnDays, expiryReason } = release;
  return (
    <Facts
      facts={[
        floor && [
          <FormattedMessage key="word" id="releases.floor" />,
          <Written key="what">{floor.reason}</Written>,
        ],
        supportEndsAt === null
          ? null
          : [
              <FormattedMessage key="word" id="releases.support_ends_at" />,
              <CalendarDay key="what" at={supportEndsAt} show="time" hasHint />,
            ],
        expiresAt === null
          ? null
          : [
              <FormattedMessage key="word" id="releases.expires_at" />,
              <FormattedMessage
                key="what"
                id="releases.expires_at.warned"
                values={{ at: <CalendarDay at={expiresAt} show="time" hasHint />, days: warnDays }}
              />,
            ],
        expiryReason === null || expiresAt === null
          ? null
          : [
              <FormattedMessage key="word" id="releases.expiry_reason" />,
              <Written key="what">{expiryReason}</Written>,
            ],
      ]}
    />
  );
}

function Written({ children }: { children: ReactNode }) {
  return <span className={styles.text}>{children}</span>;
}
