import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { FormattedNumber } from "react-intl";
import styles from "./chips.module.css";

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** How many there are, if that is known. */
  readonly count?: number | undefined;
}

interface Props<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}

/** A few filters, each pressed or not. */
export function Chips<Value extends string>({ label, choices, chosen, onChange }: Props<Value>) {
  return (
    <ToggleButtonGroup
      className={styles.chips ?? ""}
      aria-label={label}
      selectionMode="multiple"
      selectedKeys={chosen}
      onSelectionChange={(keys) => onChange(choices.flatMap(({ value }) => (keys.has(value) ? [value] : [])))}
    >
      {choices.map(({ value, label: word, count }) => (
        <ToggleButton key={value} id={value} className={styles.chip ?? ""}>
          {word}
          {count !== undefined && (
            <span className={styles.number}>
              {" "}
              <FormattedNumber value={count} />
            </span>
          )}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
