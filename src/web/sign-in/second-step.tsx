import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { signIn } from "../data/me.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import styles from "./sign-in.module.css";
import type { Credentials, SignedIn } from "./stage.ts";

interface Props {
  readonly credentials: Credentials;
  readonly onEnter: (session: SignedIn) => void;
  readonly onBack: () => void;
}

/** The second step of a sign-in: a code of the authenticator app, a recovery code, or a passkey. */
export function SecondStep({ credentials, onEnter, onBack }: Props) {
  const intl = useIntl();
  const [code, setCode] = useState("");
  const [isRecovery, setRecovery] = useState(false);
  const entering = useMutation({
    mutationFn: () => signIn({ email: credentials.email, password: credentials.password, code: code.trim() }),
    onSuccess: onEnter,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== "") entering.mutate();
  };
  const switchKind = () => {
    setCode("");
    entering.reset();
    setRecovery(!isRecovery);
  };
  return (
    <>
      <Form key={String(isRecovery)} onSubmit={submit} className={styles.form ?? ""}>
        <TextField
          label={intl.formatMessage({ id: `sign_in.second.${isRecovery ? "recovery" : "code"}` })}
          description={intl.formatMessage({
            id: `sign_in.second.${isRecovery ? "recovery_about" : "code_about"}`,
          })}
          autoComplete={isRecovery ? "off" : "one-time-code"}
          inputMode={isRecovery ? "text" : "numeric"}
          autoFocus
          value={code}
          onChange={setCode}
        />
        {entering.isError && <Failed error={entering.error} />}
        <Button type="submit" look="primary" isPending={entering.isPending}>
          <FormattedMessage id="sign_in.submit" />
        </Button>
      </Form>
      <PasskeyButton onEnter={onEnter} />
      <div className={styles.ways}>
        <Button look="quiet" onPress={switchKind}>
          <FormattedMessage id={`sign_in.second.${isRecovery ? "use_code" : "use_recovery"}`} />
        </Button>
        <Button look="quiet" onPress={onBack}>
          <FormattedMessage id="sign_in.second.back" />
        </Button>
      </div>
    </>
  );
}
