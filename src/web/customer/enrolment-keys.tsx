import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Enrolment, endEnrolmentKey } from "../data/enrolment.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Failed } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./customer.module.css";

type Key = Enrolment["keys"][number];

interface Props {
  readonly organizationId: string;
  readonly enrolment: Enrolment;
  readonly mayChange: boolean;
}

/** The keys that count, each with what stands in the addresses of apps and with how many installations had it lately. */
export function EnrolmentKeys({ organizationId, enrolment, mayChange }: Props) {
  const [ending, setEnding] = useState<Key | null>(null);
  const { keys, required } = enrolment;
  if (keys.length === 0) {
    return (
      <p className={styles.quiet}>
        <FormattedMessage id="customer.enrolment.none" />
      </p>
    );
  }
  const isKept = required && keys.length === 1;
  return (
    <>
      <ul className={styles.keys}>
        {keys.map((key) => (
          <KeyLine key={key.number} shown={key} onEnd={mayChange && !isKept ? () => setEnding(key) : null} />
        ))}
      </ul>
      {ending && (
        <EndDialog
          organizationId={organizationId}
          ending={ending}
          isRequired={required}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}

function KeyLine({ shown, onEnd }: { readonly shown: Key; readonly onEnd: (() => void) | null }) {
  const intl = useIntl();
  const { number, tag, createdAt, installations } = shown;
  return (
    <li>
      <div className={styles.keyHead}>
        <b>
          <FormattedMessage id="customer.enrolment.key" values={{ number }} />
        </b>
        {onEnd && (
          <Button look="quiet" icon="remove" onPress={onEnd}>
            <FormattedMessage id="customer.enrolment.end" values={{ number }} />
          </Button>
        )}
      </div>
      <div className={styles.address}>
        <code>
          <bdi>key={tag}</bdi>
        </code>
        <CopyButton
          text={`key=${tag}`}
          label={intl.formatMessage({ id: "customer.enrolment.copy" }, { number })}
        />
      </div>
      <p className={styles.quiet}>
        <FormattedMessage
          id="customer.enrolment.seen"
          values={{ count: installations, at: <LocalTime at={createdAt} /> }}
        />
      </p>
    </li>
  );
}

interface EndProps {
  readonly organizationId: string;
  readonly ending: Key;
  readonly isRequired: boolean;
  readonly onClose: () => void;
}

/** Ends a key, after it said how many installations still have it. */
function EndDialog({ organizationId, ending, isRequired, onClose }: EndProps) {
  const intl = useIntl();
  const { number, installations: count } = ending;
  const saving = useMutation({
    mutationFn: () => endEnrolmentKey(organizationId, number),
    onSuccess: () => {
      onClose();
      showDone({ text: intl.formatMessage({ id: "customer.enrolment.ended" }, { number }) });
    },
  });
  const actions = (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="danger" isPending={saving.isPending} onPress={() => saving.mutate()}>
        <FormattedMessage id="customer.enrolment.end" values={{ number }} />
      </Button>
    </>
  );
  return (
    <Dialog
      title={intl.formatMessage({ id: "customer.enrolment.end" }, { number })}
      isOpen
      onClose={onClose}
      actions={actions}
    >
      <p>
        <FormattedMessage
          id={isRequired ? "customer.enrolment.end.loses" : "customer.enrolment.end.keeps"}
          values={{ count }}
        />
      </p>
      {saving.isError && <Failed error={saving.error} />}
    </Dialog>
  );
}
