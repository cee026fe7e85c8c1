import { FormattedMessage } from "react-intl";
import { ShareBar } from "../ui/share-bar.tsx";
import styles from "./adoption.module.css";

/** A share of a whole as a bar and as a percentage. */
export function ShareOf({ part, whole }: { part: number; whole: number }) {
  return (
    <span className={styles.share}>
      <ShareBar part={part} whole={whole} />
      <span className={styles.percent}>
        <FormattedMessage id="adoption.share.value" values={{ share: whole === 0 ? 0 : part / whole }} />
      </span>
    </span>
  );
}
