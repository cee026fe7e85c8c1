import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import styles from "./field.module.css";

interface Props {
  readonly isSelected: boolean;
  readonly isIndeterminate?: boolean;
  readonly onChange: (isSelected: boolean) => void;
  /** For screen readers, where no text is beside it. */
  readonly label?: string;
  readonly children?: ReactNode;
}

export function Checkbox({ label, children, isIndeterminate = false, ...rest }: Props) {
  return (
    <AriaCheckbox
      {...rest}
      isIndeterminate={isIndeterminate}
      className={styles.checkbox ?? ""}
      {...(label !== undefined && { "aria-label": label })}
    >
      <span className={styles.box} />
      {children}
    </AriaCheckbox>
  );
}
