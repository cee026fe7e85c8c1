import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { signIn } from "../data/me.ts";
import { toRefusal } from "../data/refused.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./sign-in.module.css";
import type { AskedFactor, Credentials, SignedIn } from "./stage.ts";

interface Props {
  readonly onEnter: (session: SignedIn, credentials: Credentials) => void;
  /** Called if the password is right and a second factor is asked for. */
  readonly onSecond: (asked: AskedFactor) => void;
}

/** The form for address and password. */
export function PasswordForm({ onEnter, onSecond }: Props) {
  const intl = useIntl();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isTried, setTried] = useState(false);
  const credentials = { email: email.trim(), password };
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => onEnter(session, credentials),
    onError: (error) => {
      if (asksForSecond(error)) onSecond({ credentials, kinds: toRefusal(error).secondFactors ?? [] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() !== "" && password !== "") entering.mutate(credentials);
  };
  const missing = (value: string, id: "sign_in.email_missing" | "sign_in.password_missing") =>
    isTried && value === "" ? intl.formatMessage({ id }) : undefined;
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <TextField
        label={intl.formatMessage({ id: "sign_in.email" })}
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={setEmail}
        problem={missing(email, "sign_in.email_missing")}
      />
      <TextField
        label={intl.formatMessage({ id: "sign_in.password" })}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        problem={missing(password, "sign_in.password_missing")}
      />
      {entering.isError && !asksForSecond(entering.error) && <Failed error={entering.error} />}
      <Button type="submit" look="primary" isPending={entering.isPending}>
        <FormattedMessage id="sign_in.submit" />
      </Button>
      <Forgotten />
    </Form>
  );
}

function asksForSecond(error: unknown): boolean {
  return toRefusal(error).code === "second_factor_required";
}

/** Says who can help somebody who forgot the password: nothing is sent by e-mail. */
function Forgotten() {
  return (
    <details className={styles.forgotten}>
      <summary>
        <FormattedMessage id="sign_in.forgotten" />
      </summary>
      <p>
        <FormattedMessage id="sign_in.forgotten.about" />
      </p>
    </details>
  );
}
