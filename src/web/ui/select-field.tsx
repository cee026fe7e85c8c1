import { type ReactNode, useId } from "react";
import { Button } from "react-aria-components/Button";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import styles from "./field.module.css";
import { Icon } from "./icon.tsx";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface Props<Value extends string> {
  readonly label: string;
  readonly description?: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** Why nothing else can be chosen, or undefined if it can. */
  readonly disabledReason?: ReactNode;
  readonly isLabelHidden?: boolean;
}

/** Chooses one of a short list. */
export function SelectField<Value extends string>(props: Props<Value>) {
  const { label, description, options, value, onChange, disabledReason, isLabelHidden } = props;
  const id = useId();
  return (
    <Select
      className={styles.field ?? ""}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
      isDisabled={disabledReason !== undefined}
    >
      <Label className={isLabelHidden ? "visually-hidden" : (styles.label ?? "")}>{label}</Label>
      <Button className={styles.trigger ?? ""}>
        <SelectValue />
        <Icon name="down" size="small" />
      </Button>
      {(disabledReason ?? description) && (
        <Text slot="description" className={styles.description ?? ""}>
          {disabledReason ?? description}
        </Text>
      )}
      <Popover className={styles.popover ?? ""}>
        <ListBox className={styles.list ?? ""}>
          {options.map((option) => (
            <ListBoxItem
              key={`${id}-${option.value}`}
              id={option.value}
              textValue={option.label}
              className={styles.option ?? ""}
            >
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
