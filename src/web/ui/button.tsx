import { type ReactNode, useId } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import styles from "./button.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export interface ButtonLook {
  readonly look?: "primary" | "secondary" | "danger" | "quiet";
  readonly icon?: IconName;
}

interface Props extends ButtonLook {
  readonly children: ReactNode;
  /** What screen readers read, if the text alone does not say what it is about; it contains the text. */
  readonly label?: string;
  readonly onPress?: () => void;
  readonly type?: "button" | "submit";
  /** The id of the form that a button outside of it sends. */
  readonly form?: string;
  /** What this button began is under way: it keeps the focus and cannot be pressed again. */
  readonly isPending?: boolean;
  /** Why it cannot be pressed, shown beside it, or undefined if it can. */
  readonly disabledReason?: ReactNode;
  readonly autoFocus?: boolean;
}

/** A button; one that cannot be pressed says why. */
export function Button(props: Props) {
  const { children, label, look = "secondary", icon, disabledReason, isPending, ...rest } = props;
  const reasonId = useId();
  // React Aria's own pending state makes screen readers announce a progress bar that is not there.
  const pending = { ...rest, onPress: doNothing, type: "button", "data-pending": true } as const;
  const button = (
    <AriaButton
      {...(isPending ? pending : rest)}
      className={classOfButton(look)}
      isDisabled={disabledReason !== undefined}
      {...(label !== undefined && { "aria-label": label })}
      {...(disabledReason !== undefined && { "aria-describedby": reasonId })}
    >
      {icon && <Icon name={icon} size="small" />}
      <span>{children}</span>
    </AriaButton>
  );
  if (disabledReason === undefined) return button;
  return (
    <span className={styles.withReason}>
      {button}
      <span id={reasonId} className={styles.reason}>
        {disabledReason}
      </span>
    </span>
  );
}

function doNothing(): void {
  // What the button began is still under way.
}

/** The classes of a button, for a link that looks like one. */
export function classOfButton(look: NonNullable<ButtonLook["look"]>): string {
  return `${styles.button} ${styles[look]}`;
}

/** A button with an icon alone; screen readers read its label. */
export function IconButton({
  label,
  icon,
  onPress,
}: {
  label: string;
  icon: IconName;
  onPress?: () => void;
}) {
  return (
    <AriaButton className={styles.iconButton ?? ""} aria-label={label} {...(onPress && { onPress })}>
      <Icon name={icon} />
    </AriaButton>
  );
}
