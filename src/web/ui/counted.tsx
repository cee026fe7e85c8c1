import type { ReactNode } from "react";
import { FormattedMessage, FormattedNumber } from "react-intl";
import type { MessageId } from "../language/message-ids.ts";
import styles from "./counted.module.css";

/** Numbers beside each other, each with its label. */
export function Counts({ children }: { children: ReactNode }) {
  return <dl className={styles.numbers}>{children}</dl>;
}

/** One number of {@link Counts}. */
export function Counted({ id, count }: { id: MessageId; count: number }) {
  return (
    <div className={styles.number}>
      <dt className={styles.what}>
        <FormattedMessage id={id} />
      </dt>
      <dd>
        <b>
          <FormattedNumber value={count} />
        </b>
      </dd>
    </div>
  );
}
