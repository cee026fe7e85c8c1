import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import {
  type FactorKind,
  removeFactor,
  renewRecoveryCodes,
  type SecondFactor,
  type SecondFactors,
  secondFactorsQuery,
} from "../data/second-factors.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./account.module.css";
import { FactorSetUp } from "./factor-set-up.tsx";
import { ProofForm } from "./proof-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** What is done about one's second factors in a dialog. */
type Doing =
  | { readonly what: "add"; readonly kind: FactorKind }
  | { readonly what: "remove"; readonly factor: SecondFactor }
  | { readonly what: "codes" };

/** One's own second factors: which there are, whether one is required, and what can be done about them. */
export function SecondFactorsPart() {
  const { data, error, refetch } = useQuery(secondFactorsQuery);
  const [doing, setDoing] = useState<Doing | null>(null);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={2} />;
  return (
    <>
      {data.items.length === 0 && (
        <Banner tone={data.isRequired ? "warning" : "info"}>
          <FormattedMessage id={`sign_in.factors.${data.isRequired ? "none_required" : "none"}`} />
        </Banner>
      )}
      <Factors factors={data} onRemove={(factor) => setDoing({ what: "remove", factor })} />
      <div className={styles.buttons}>
        <Button onPress={() => setDoing({ what: "add", kind: "totp" })}>
          <FormattedMessage id="sign_in.factors.totp.add" />
        </Button>
        <Button onPress={() => setDoing({ what: "add", kind: "passkey" })}>
          <FormattedMessage id="sign_in.factors.passkey.add" />
        </Button>
      </div>
      {data.items.length > 0 && (
        <div className={styles.entry}>
          <span>
            <FormattedMessage id="sign_in.codes.left" values={{ count: data.recoveryCodesLeft }} />
          </span>
          <Button onPress={() => setDoing({ what: "codes" })}>
            <FormattedMessage id="sign_in.codes.renew" />
          </Button>
        </div>
      )}
      {doing && <FactorDialog doing={doing} onDone={() => setDoing(null)} />}
    </>
  );
}

interface FactorsProps {
  readonly factors: SecondFactors;
  readonly onRemove: (factor: SecondFactor) => void;
}

function Factors({ factors: { items }, onRemove }: FactorsProps) {
  if (items.length === 0) return null;
  return (
    <ul className={styles.list}>
      {items.map((factor) => (
        <li key={factor.id} className={styles.entry}>
          <span>
            {factor.name}
            <span className={styles.small}>
              <FormattedMessage id={`people.factors.${factor.kind}`} />,{" "}
              {factor.lastUsedAt === null ? (
                <FormattedMessage id="sign_in.factors.never_used" />
              ) : (
                <FormattedMessage
                  id="sign_in.factors.used"
                  values={{ at: <LocalTime at={factor.lastUsedAt} /> }}
                />
              )}
            </span>
          </span>
          <Button icon="remove" onPress={() => onRemove(factor)}>
            <FormattedMessage id="sign_in.factors.remove" values={{ name: factor.name }} />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function FactorDialog({ doing, onDone }: { doing: Doing; onDone: () => void }) {
  const intl = useIntl();
  switch (doing.what) {
    case "add":
      return (
        <Dialog
          title={intl.formatMessage({ id: `sign_in.factors.${doing.kind}.add` })}
          isOpen
          onClose={onDone}
        >
          <FactorSetUp kind={doing.kind} onDone={onDone} />
        </Dialog>
      );
    case "remove":
      return <RemoveFactor factor={doing.factor} onDone={onDone} />;
    case "codes":
      return <RenewCodes onDone={onDone} />;
  }
}

function RemoveFactor({ factor: { id, name }, onDone }: { factor: SecondFactor; onDone: () => void }) {
  const intl = useIntl();
  const removing = useMutation({
    mutationFn: (currentPassword: string) => removeFactor(id, { currentPassword }),
    onSuccess: () => {
      showDone({ text: intl.formatMessage({ id: "sign_in.factors.removed" }, { name }) });
      onDone();
    },
  });
  const title = intl.formatMessage({ id: "sign_in.factors.remove" }, { name });
  return (
    <Dialog title={title} isOpen onClose={onDone}>
      <p>
        <FormattedMessage id="sign_in.factors.remove_about" />
      </p>
      <ProofForm
        doIt={title}
        isPending={removing.isPending}
        error={removing.error}
        onProve={removing.mutate}
      />
    </Dialog>
  );
}

function RenewCodes({ onDone }: { onDone: () => void }) {
  const intl = useIntl();
  const renewing = useMutation({
    mutationFn: (currentPassword: string) => renewRecoveryCodes({ currentPassword }),
  });
  const title = intl.formatMessage({ id: "sign_in.codes.renew" });
  return (
    <Dialog title={title} isOpen onClose={onDone}>
      {renewing.data ? (
        <RecoveryCodes codes={renewing.data} onDone={onDone} />
      ) : (
        <>
          <p>
            <FormattedMessage id="sign_in.codes.renew_about" />
          </p>
          <ProofForm
            doIt={title}
            isPending={renewing.isPending}
            error={renewing.error}
            onProve={renewing.mutate}
          />
        </>
      )}
    </Dialog>
  );
}
