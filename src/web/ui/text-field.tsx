import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField, type TextFieldProps } from "react-aria-components/TextField";
import styles from "./field.module.css";

interface Props extends Omit<TextFieldProps, "children" | "className"> {
  readonly label: string;
  readonly description?: string;
  /** What is wrong with the text, and what is allowed. */
  readonly problem?: string | undefined;
  readonly isLong?: boolean;
  readonly placeholder?: string;
}

export function TextField({ label, description, problem, isLong, placeholder = "", ...rest }: Props) {
  return (
    <AriaTextField
      {...rest}
      className={styles.field ?? ""}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      {isLong ? (
        <TextArea className={styles.input ?? ""} placeholder={placeholder} />
      ) : (
        <Input className={styles.input ?? ""} placeholder={placeholder} />
      )}
      {description && (
        <Text slot="description" className={styles.description ?? ""}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ""}>{problem}</FieldError>
    </AriaTextField>
  );
}
