import { useIntl } from "react-intl";
import { CopyButton } from "./copy-button.tsx";
import styles from "./id-text.module.css";

/** An id, whole and as it is written, with a button that copies it. */
export function IdText({ id }: { id: string }) {
  const intl = useIntl();
  return (
    <span className={styles.id}>
      <code>
        <bdi>{id}</bdi>
      </code>
      <CopyButton text={id} label={intl.formatMessage({ id: "frame.copy_id" }, { id })} />
    </span>
  );
}
