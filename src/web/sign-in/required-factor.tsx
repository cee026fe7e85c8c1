import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { FactorSetUp } from "../account/factor-set-up.tsx";
import type { FactorKind } from "../data/second-factors.ts";
import { Button } from "../ui/button.tsx";
import styles from "./sign-in.module.css";

/** Sets up the second factor that the operator requires, before anything else can be done. */
export function RequiredFactor({ password, onDone }: { password?: string | undefined; onDone: () => void }) {
  const [kind, setKind] = useState<FactorKind | null>(null);
  if (kind !== null) return <FactorSetUp kind={kind} password={password} onDone={onDone} />;
  return (
    <div className={styles.form}>
      <Button look="primary" onPress={() => setKind("totp")}>
        <FormattedMessage id="sign_in.factors.totp.add" />
      </Button>
      <Button onPress={() => setKind("passkey")}>
        <FormattedMessage id="sign_in.factors.passkey.add" />
      </Button>
    </div>
  );
}
