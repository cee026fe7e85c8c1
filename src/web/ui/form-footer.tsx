import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

interface Props {
  /** What the button that sends the form says. */
  readonly children: ReactNode;
  readonly isPending?: boolean;
  readonly onCancel: () => void;
}

/** The buttons at the end of a form in a dialog: *Cancel*, and the one that sends it. */
export function FormFooter({ children, isPending = false, onCancel }: Props) {
  return (
    <div className={styles.formFooter}>
      <Button onPress={onCancel}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button type="submit" look="primary" isPending={isPending}>
        {children}
      </Button>
    </div>
  );
}
