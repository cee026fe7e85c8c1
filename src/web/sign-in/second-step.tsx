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
import type { AskedFactor, SignedIn } from "./stage.ts";

interface Props {
  readonly asked: AskedFactor;
  readonly onEnter: (session: SignedIn) => void;
  readonly onBack: () => void;
}

/** A way to pass the second step: a kind of second factor, or a recovery code in its place. */
type Way = AskedFactor["kinds"][number] | "recovery";

/** The second step of a sign-in: the kind of second factor that was used last; the others behind a button. */
export function SecondStep({ asked: { credentials, kinds }, onEnter, onBack }: Props) {
  const [first = "totp"] = kinds;
  const [way, setWay] = useState<Way>(first);
  const [areAllShown, showAll] = useState(false);
  const ways: readonly Way[] = [...kinds, "recovery"];
  const others = ways.filter((other) => other !== way);
  return (
    <>
      {way === "passkey" ? (
        <PasskeyButton onEnter={onEnter} />
      ) : (
        <CodeForm key={way} way={way} credentials={credentials} onEnter={onEnter} />
      )}
      <div className={styles.ways}>
        {areAllShown ? (
          others.map((other) => (
            <Button key={other} look="quiet" onPress={() => setWay(other)}>
              <FormattedMessage id={USE[other]} />
            </Button>
          ))
        ) : (
          <Button look="quiet" onPress={() => showAll(true)}>
            <FormattedMessage id="sign_in.second.other_way" />
          </Button>
        )}
        <Button look="quiet" onPress={onBack}>
          <FormattedMessage id="sign_in.second.back" />
        </Button>
      </div>
    </>
  );
}

/** The words of the button that changes to a way. */
const USE = {
  totp: "sign_in.second.use_code",
  passkey: "sign_in.passkey",
  recovery: "sign_in.second.use_recovery",
} as const satisfies Readonly<Record<Way, string>>;

interface CodeProps extends Pick<AskedFactor, "credentials">, Pick<Props, "onEnter"> {
  readonly way: Exclude<Way, "passkey">;
}

/** The form for a code of the authenticator app, or for a recovery code. */
function CodeForm({ way, credentials: { email, password }, onEnter }: CodeProps) {
  const intl = useIntl();
  const [code, setCode] = useState("");
  const entering = useMutation({
    mutationFn: () => signIn({ email, password, code: code.trim() }),
    onSuccess: onEnter,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== "") entering.mutate();
  };
  const isRecovery = way === "recovery";
  const text = isRecovery ? "recovery" : "code";
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <TextField
        label={intl.formatMessage({ id: `sign_in.second.${text}` })}
        description={intl.formatMessage({ id: `sign_in.second.${text}_about` })}
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
  );
}
