import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { toRefusal } from "../data/refused.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { ProblemText } from "./problem-text.tsx";
import styles from "./states.module.css";

/** Something is on its way; its shape is there already. */
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

/** There is nothing to show, and why; what to do about it, if something can be done. */
export function Empty({ icon, title, children }: { icon: IconName; title: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size="large" />
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.about}>{children}</div>}
    </div>
  );
}

/** It could not be loaded or done: what was wrong, what to do next. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
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
