import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./users.module.css";

interface Fields {
  displayName: string;
  email: string;
}

interface Props {
  /** The values before the change. */
  readonly now: Fields;
  readonly isPending: boolean;
  readonly error: unknown;
  /** Called with only what was changed. */
  readonly onSave: (changes: Partial<Fields>) => void;
  readonly onCancel: () => void;
}

const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The form for a user's name and e-mail address. */
export function UserForm({ now, isPending, error, onSave, onCancel }: Props) {
  const intl = useIntl();
  const [changes, setChanges] = useState<Partial<Fields>>({});
  const [isTried, setTried] = useState(false);
  const { displayName, email } = { ...now, ...changes };
  const nameProblem =
    displayName.trim() === "" ? intl.formatMessage({ id: "users.name.missing" }) : undefined;
  const emailProblem = LOOKS_LIKE_EMAIL.test(email.trim())
    ? undefined
    : intl.formatMessage({ id: "users.email.wrong" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nameProblem !== undefined || emailProblem !== undefined) return;
    onSave({
      ...(displayName.trim() !== now.displayName && { displayName: displayName.trim() }),
      ...(email.trim() !== now.email && { email: email.trim() }),
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <TextField
        label={intl.formatMessage({ id: "users.name" })}
        autoFocus
        value={displayName}
        onChange={(next) => setChanges({ ...changes, displayName: next })}
        problem={isTried ? nameProblem : undefined}
      />
      <TextField
        label={intl.formatMessage({ id: "users.email" })}
        type="email"
        value={email}
        onChange={(next) => setChanges({ ...changes, email: next })}
        problem={isTried ? emailProblem : undefined}
      />
      {error !== null && error !== undefined && <Failed error={error} />}
      <div className={`${styles.buttons} ${styles.atEnd}`}>
        <Button onPress={onCancel}>
          <FormattedMessage id="frame.cancel" />
        </Button>
        <Button type="submit" look="primary" isPending={isPending}>
          <FormattedMessage id="frame.save" />
        </Button>
      </div>
    </Form>
  );
}
