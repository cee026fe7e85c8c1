import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { useMe } from "../data/me.ts";
import { type Proof, prove } from "../data/proof.ts";
import { answerProof, type ProofQuestion } from "../data/proof-question.ts";
import { signInAtProviderAgain } from "../data/sign-out-redirect.ts";
import { CodeField, CurrentPassword } from "../sign-in/password-fields.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import styles from "./account.module.css";

/** Asks for a proof before access is given or taken away; closed without one, the call that asked is refused. */
export function ProofDialog({ question }: { question: ProofQuestion }) {
  const intl = useIntl();
  const title = intl.formatMessage({ id: "people.proof" });
  return (
    <Dialog title={title} isOpen onClose={() => answerProof(false)}>
      <p>
        <FormattedMessage id={`people.proof.about_${question}`} />
      </p>
      {question === "account" ? <OfAccount /> : <SignInAgain />}
    </Dialog>
  );
}

/** Leaves for the identity provider. Drafts of forms are kept meanwhile. */
function SignInAgain() {
  return (
    <div>
      <Button look="primary" onPress={signInAtProviderAgain}>
        <FormattedMessage id="people.proof.again" />
      </Button>
    </div>
  );
}

/** The password, or in its place a code or a passkey that the account has. */
function OfAccount() {
  const { secondFactors = [] } = useMe();
  const [isCode, setCode] = useState(false);
  const proving = useMutation({ mutationFn: (proof: Proof) => prove(proof) });
  const switchWay = () => {
    proving.reset();
    setCode(!isCode);
  };
  return (
    <>
      <Given key={String(isCode)} isCode={isCode} proving={proving} />
      {secondFactors.includes("totp") && (
        <Button look="quiet" onPress={switchWay}>
          <FormattedMessage id={isCode ? "people.proof.use_password" : "sign_in.second.use_code"} />
        </Button>
      )}
      {secondFactors.includes("passkey") && "PublicKeyCredential" in window && (
        <Button look="quiet" icon="lock" onPress={() => proving.mutate("passkey")}>
          <FormattedMessage id="sign_in.passkey" />
        </Button>
      )}
    </>
  );
}

interface GivenProps {
  readonly isCode: boolean;
  readonly proving: {
    readonly isPending: boolean;
    readonly error: unknown;
    readonly mutate: (proof: Proof) => void;
  };
}

/** The field for the password or the code, and the button that sends it. */
function Given({ isCode, proving }: GivenProps) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text !== "") proving.mutate(isCode ? { code: text.trim() } : { currentPassword: text });
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      {isCode ? (
        <CodeField value={text} onChange={setText} />
      ) : (
        <CurrentPassword value={text} onChange={setText} autoFocus />
      )}
      {proving.error !== null && <Failed error={proving.error} />}
      <div>
        <Button type="submit" look="primary" isPending={proving.isPending}>
          <FormattedMessage id="people.proof.go_on" />
        </Button>
      </div>
    </Form>
  );
}
