import { type ReactNode, useId } from "react";
import { Switch } from "react-aria-components/Switch";
import styles from "./field.module.css";
import { Reason } from "./reason.tsx";

interface Props {
  readonly label: string;
  readonly description?: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Why it cannot be switched, or undefined if it can. */
  readonly disabledReason?: ReactNode;
}

/** A switch, on or off. */
export function SwitchField({ label, description, isOn, onChange, disabledReason }: Props) {
  const id = useId();
  return (
    <div className={styles.switchField}>
      <Switch
        className={styles.switch ?? ""}
        isSelected={isOn}
        onChange={onChange}
        isDisabled={disabledReason !== undefined}
        aria-describedby={id}
      >
        <span className={styles.track} />
        <span>{label}</span>
      </Switch>
      <div id={id} className={styles.below}>
        {description && <p className={styles.description}>{description}</p>}
        {disabledReason !== undefined && <Reason>{disabledReason}</Reason>}
      </div>
    </div>
  );
}
