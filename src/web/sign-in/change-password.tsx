import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { changePassword } from "../data/me.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./sign-in.module.css";

const LEAST = 12;

interface Props {
  /** The password that was just entered; the person is asked for it if left out. */
  readonly current?: string;
  readonly onDone: () => void;
}

/** Sets a new password in place of the current one. */
export function ChangePassword({ current, onDone }: Props) {
  const intl = useIntl();
  const [currentPassword, setCurrent] = useState(current ?? "");
  const [newPassword, setNew] = useState("");
  const changing = useMutation({ mutationFn: changePassword, onSuccess: onDone });
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
        description={intl.formatMessage({ id: "sign_in.change.rule" }, { least: LEAST })}
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
