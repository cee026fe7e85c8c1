import type { ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Text } from "react-aria-components/Text";
import styles from "./field.module.css";
import { Reason } from "./reason.tsx";

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly description?: ReactNode;
}

interface Props<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  /** The chosen value, or null if none is chosen yet. */
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** Why nothing else can be chosen, or undefined if it can. */
  readonly disabledReason?: ReactNode;
}

/** Chooses one of a few, all of them in sight. */
export function RadioField<Value extends string>({ label, choices, disabledReason, ...rest }: Props<Value>) {
  const onChange = (value: string) => {
    const chosen = choices.find((choice) => choice.value === value);
    if (chosen) rest.onChange(chosen.value);
  };
  return (
    <RadioGroup
      className={styles.radios ?? ""}
      value={rest.value}
      onChange={onChange}
      isDisabled={disabledReason !== undefined}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} className={styles.radio ?? ""}>
          <span className={styles.dot} />
          <span>{choice.label}</span>
          {choice.description && <span className={styles.description}>{choice.description}</span>}
        </Radio>
      ))}
      {disabledReason !== undefined && (
        <Text slot="description">
          <Reason>{disabledReason}</Reason>
        </Text>
      )}
    </RadioGroup>
  );
}
