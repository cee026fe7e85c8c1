import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, type IntlShape, useIntl } from "react-intl";
import { changePassword } from "../data/me.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./sign-in.module.css";
import type { SignedIn } from "./stage.ts";

const LEAST = 12;

/** How long a new password has to be, and while it is shorter how far it has come; the server judges the rest. */
export function lengthText(intl: IntlShape, password: string): string {
  const { length } = [...password];
  if (length === 0) return intl.formatMessage({ id: "sign_in.change.rule" }, { least: LEAST });
  if (length < LEAST) {
    return intl.formatMessage({ id: "sign_in.change.too_short" }, { count: length, least: LEAST });
  }
  return intl.formatMessage({ id: "sign_in.change.long_enough" });
}

interface Props {
  /** The password that was just entered; the person is asked for it if left out. */
  readonly current?: string | undefined;
  /** Called with the session that took the place of all earlier ones, and the new password. */
  readonly onDone: (set: { readonly session: SignedIn; readonly password: string }) => void;
}

/** Sets a new password in place of the current one. */
export function ChangePassword({ current, onDone }: Props) {
  const intl = useIntl();
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
      {current === undefined && (
        <TextField
          label={intl.formatMessage({ id: "sign_in.change.current" })}
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={setCurrent}
        />
      )}
      <TextField
        label={intl.formatMessage({ id: "sign_in.change.new" })}
        description={lengthText(intl, newPassword)}
        type="password"
        autoComplete="new-password"
        value={newPassword}
        onChange={setNew}
      />
      {changing.isError && <Failed error={changing.error} />}
      <Button type="submit" look="primary" isPending={changing.isPending}>
        <FormattedMessage id="sign_in.change.submit" />
      </Button>
    </Form>
  );
}
