import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { useIntl } from "react-intl";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./account.module.css";

interface Props {
  /** The word of the button. */
  readonly doIt: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onProve: (password: string) => void;
}

/** Asks for the password once more, before something that a stolen session must not do. */
export function ProofForm({ doIt, isPending, error, onProve }: Props) {
  const intl = useIntl();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== "") onProve(password);
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <TextField
        label={intl.formatMessage({ id: "sign_in.change.current" })}
        type="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        onChange={setPassword}
      />
      {error !== null && error !== undefined && <Failed error={error} />}
      <div>
        <Button type="submit" look="primary" isPending={isPending}>
          {doIt}
        </Button>
      </div>
    </Form>
  );
}
