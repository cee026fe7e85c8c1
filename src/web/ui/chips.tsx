import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import styles from "./chips.module.css";

interface Props<Value extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
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
      {choices.map(({ value, label: word }) => (
        <ToggleButton key={value} id={value} className={styles.chip ?? ""}>
          {word}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
