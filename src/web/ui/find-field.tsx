import { useId, useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { IconButton } from "./button.tsx";
import field from "./field.module.css";
import styles from "./find-field.module.css";

export interface FindOption {
  readonly id: string;
  readonly name: string;
  readonly about?: string;
}

interface Props {
  readonly label: string;
  readonly description?: string;
  /** The name of what is chosen, or null if nothing is. */
  readonly chosen: string | null;
  /** The options that match what is typed. */
  readonly found: readonly FindOption[];
  readonly onType: (text: string) => void;
  /** Called with the chosen id, or with null when the choice is removed. */
  readonly onChoose: (id: string | null) => void;
  /** The text that is shown if nothing matches. */
  readonly nothing: string;
  readonly removeLabel: string;
  readonly placeholder?: string;
  /** Whether a text that matches no option can be chosen too. */
  readonly takesTyped?: boolean;
}

/** Chooses one of many by typing; the choice is shown and can be removed. */
export function FindField(props: Props) {
  const { label, description, chosen, onChoose, removeLabel } = props;
  const id = useId();
  if (chosen === null) return <Finding {...props} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like this in every browser
    <div role="group" aria-labelledby={id} className={field.field}>
      <span id={id} className={field.label}>
        {label}
      </span>
      <span className={styles.chosen}>
        <span className={styles.name}>{chosen}</span>
        <IconButton label={removeLabel} icon="close" onPress={() => onChoose(null)} />
      </span>
      {description && <span className={field.description}>{description}</span>}
    </div>
  );
}

function Finding(props: Props) {
  const {
    label,
    description,
    found,
    onType,
    onChoose,
    nothing,
    placeholder = "",
    takesTyped = false,
  } = props;
  const [text, setText] = useState("");
  const type = (next: string) => {
    setText(next);
    onType(next);
  };
  return (
    <ComboBox
      className={field.field ?? ""}
      inputValue={text}
      onInputChange={type}
      items={found}
      value={null}
      onChange={(key) => key !== null && onChoose(String(key))}
      onBlur={() => takesTyped && text.trim() !== "" && onChoose(text.trim())}
      allowsCustomValue={takesTyped}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label className={field.label ?? ""}>{label}</Label>
      <Input className={field.input ?? ""} placeholder={placeholder} />
      {description && (
        <Text slot="description" className={field.description ?? ""}>
          {description}
        </Text>
      )}
      <Popover className={field.popover ?? ""}>
        <ListBox<FindOption>
          className={field.list ?? ""}
          renderEmptyState={() => <p className={styles.nothing}>{nothing}</p>}
        >
          {({ name, about }) => (
            <ListBoxItem className={field.option ?? ""} textValue={name}>
              {name} {about && <small>{about}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
