import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { CurrentPassword } from "../sign-in/password-fields.tsx";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
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
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== "") onProve(password);
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <CurrentPassword value={password} onChange={setPassword} autoFocus />
      {error !== null && error !== undefined && <Failed error={error} />}
      <div>
        <Button type="submit" look="primary" isPending={isPending}>
          {doIt}
        </Button>
      </div>
    </Form>
  );
}
