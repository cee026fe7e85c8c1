import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { toRefusal } from "../data/refused.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { ProblemText } from "./problem-text.tsx";
import styles from "./states.module.css";
import { useComeBack } from "./use-come-back.ts";

/** Lines in place of content that is being loaded. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const intl = useIntl();
  return (
    <div className={styles.loading} role="status" aria-label={intl.formatMessage({ id: "frame.loading" })}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without content have nothing else
        <span key={line} className={styles.bar} />
      ))}
    </div>
  );
}

/** Says that there is nothing to show, why, and what to do about it. */
export function Empty({ icon, title, children }: { icon: IconName; title: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size="large" />
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.about}>{children}</div>}
    </div>
  );
}

/**
 * Says that something could not be loaded or done, why, and what to do next. What can be loaded again, `onRetry`, is by
 * itself when the line or the server is back.
 */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  useComeBack(error, onRetry);
  const retry = onRetry && (
    <Button icon="retry" onPress={onRetry}>
      <FormattedMessage id="frame.retry" />
    </Button>
  );
  return (
    <Banner tone="bad" isUrgent action={retry}>
      <ProblemText refusal={toRefusal(error)} />
    </Banner>
  );
}
