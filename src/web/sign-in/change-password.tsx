import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage } from "react-intl";
import { changePassword } from "../data/me.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { CurrentPassword, NewPassword } from "./password-fields.tsx";
import styles from "./sign-in.module.css";
import type { SignedIn } from "./stage.ts";

interface Props {
  /** The password that was just entered; the person is asked for it if left out. */
  readonly current?: string | undefined;
  /** Called with the session that took the place of all earlier ones, and the new password. */
  readonly onDone: (set: { readonly session: SignedIn; readonly password: string }) => void;
}

/** Sets a new password in place of the current one. */
export function ChangePassword({ current, onDone }: Props) {
  const [currentPassword, setCurrent] = useState(current ?? "");
  const [newPassword, setNew] = useState("");
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: (session) => onDone({ session, password: newPassword }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate({ currentPassword, newPassword });
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      {current === undefined && <CurrentPassword value={currentPassword} onChange={setCurrent} />}
      <NewPassword value={newPassword} onChange={setNew} />
      {changing.isError && <Failed error={changing.error} />}
      <Button type="submit" look="primary" isPending={changing.isPending}>
        <FormattedMessage id="sign_in.change.submit" />
      </Button>
    </Form>
  );
}
