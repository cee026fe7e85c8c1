import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import {
  type AddedFactor,
  addPasskey,
  type BegunTotp,
  beginTotp,
  confirmTotp,
  type FactorKind,
} from "../data/second-factors.ts";
import { CodeField, CurrentPassword } from "../sign-in/password-fields.tsx";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./account.module.css";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface Props {
  readonly kind: FactorKind;
  /** The password that was just entered; the person is asked for it if left out. */
  readonly password?: string | undefined;
  readonly onDone: () => void;
}

/** Sets up a second factor: password and name, then the app or the browser, then the recovery codes of a first one. */
export function FactorSetUp({ kind, password, onDone }: Props) {
  const [begun, setBegun] = useState<{ readonly totp: BegunTotp; readonly name: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const added = ({ recoveryCodes }: AddedFactor) => {
    if (recoveryCodes === null) onDone();
    else setCodes(recoveryCodes);
  };
  const begin = async (name: string, currentPassword: string) => {
    if (kind === "passkey") added(await addPasskey(name, { currentPassword }));
    else setBegun({ totp: await beginTotp({ currentPassword }), name });
  };
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (begun) return <ConfirmTotp begun={begun.totp} name={begun.name} onAdded={added} />;
  return <Begin kind={kind} password={password} onBegin={begin} />;
}

interface BeginProps {
  readonly kind: FactorKind;
  readonly password: string | undefined;
  readonly onBegin: (name: string, password: string) => Promise<void>;
}

function Begin({ kind, password, onBegin }: BeginProps) {
  const intl = useIntl();
  const [name, setName] = useState(intl.formatMessage({ id: `people.factors.${kind}` }));
  const [typed, setTyped] = useState("");
  const beginning = useMutation({ mutationFn: () => onBegin(name.trim(), password ?? typed) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") beginning.mutate();
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <p>
        <FormattedMessage id={`sign_in.factors.${kind}.about`} />
      </p>
      {password === undefined && <CurrentPassword value={typed} onChange={setTyped} autoFocus />}
      <TextField
        label={intl.formatMessage({ id: "sign_in.factors.name" })}
        description={intl.formatMessage({ id: "sign_in.factors.name_about" })}
        maxLength={200}
        value={name}
        onChange={setName}
      />
      {beginning.isError && <Failed error={beginning.error} />}
      <div>
        <Button type="submit" look="primary" isPending={beginning.isPending}>
          <FormattedMessage id="sign_in.factors.go_on" />
        </Button>
      </div>
    </Form>
  );
}

interface ConfirmProps {
  readonly begun: BegunTotp;
  readonly name: string;
  readonly onAdded: (added: AddedFactor) => void;
}

function ConfirmTotp({ begun, name, onAdded }: ConfirmProps) {
  const intl = useIntl();
  const [code, setCode] = useState("");
  const confirming = useMutation({ mutationFn: () => confirmTotp({ name, code }), onSuccess: onAdded });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirming.mutate();
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <p>
        <FormattedMessage id="sign_in.factors.scan" />
      </p>
      <QrCode text={begun.uri} label={intl.formatMessage({ id: "sign_in.factors.qr" })} />
      <p>
        <FormattedMessage id="sign_in.factors.key" />
      </p>
      <code className={styles.secret}>{inFours(begun.secret)}</code>
      <CodeField value={code} onChange={setCode} />
      {confirming.isError && <Failed error={confirming.error} />}
      <div>
        <Button type="submit" look="primary" isPending={confirming.isPending}>
          <FormattedMessage id="sign_in.factors.confirm" />
        </Button>
      </div>
    </Form>
  );
}

/** Groups of four, which are easier to type. */
function inFours(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
}
