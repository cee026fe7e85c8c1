import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { keepToken, previewTokenRemoval, removeToken, type Token } from "../data/tokens.ts";
import { Dialog } from "../ui/dialog.tsx";
import { FormFooter } from "../ui/form-footer.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { EndsDialog } from "./ends-dialog.tsx";
import styles from "./people.module.css";

/** What is done about a token. */
export interface TokenStep {
  readonly token: Token;
  readonly what: "keep" | "remove";
}

/** The dialog of what is done about a token. */
export function TokenDialogs({ step, onDone }: { step: TokenStep; onDone: () => void }) {
  const { token } = step;
  return step.what === "keep" ? (
    <KeepToken token={token} onDone={onDone} />
  ) : (
    <RemoveToken token={token} onDone={onDone} />
  );
}

interface Props {
  readonly token: Token;
  readonly onDone: () => void;
}

function RemoveToken({ token: { id, name }, onDone }: Props) {
  const intl = useIntl();
  return (
    <EndsDialog
      title={intl.formatMessage({ id: "people.tokens.remove.ask" }, { name })}
      about={
        <p>
          <FormattedMessage id="people.tokens.remove.about" />
        </p>
      }
      doIt={<FormattedMessage id="people.tokens.remove" />}
      changeKey={["token", id]}
      preview={() => previewTokenRemoval(id)}
      act={(keep) => removeToken(id, keep)}
      onClose={onDone}
      onDone={() => {
        showDone({ text: intl.formatMessage({ id: "people.tokens.removed" }, { name }) });
        onDone();
      }}
    />
  );
}

/** Makes the person the sponsor of a token, with a reason for the audit. */
function KeepToken({ token: { id, name }, onDone }: Props) {
  const intl = useIntl();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const keeping = useMutation({
    mutationFn: () => keepToken(id, reason.trim()),
    onSuccess: () => {
      showDone({ text: intl.formatMessage({ id: "people.tokens.keep.done" }, { name }) });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== "") keeping.mutate();
  };
  const isMissing = isTried && reason.trim() === "";
  return (
    <Dialog title={intl.formatMessage({ id: "people.tokens.keep" }, { name })} isOpen onClose={onDone}>
      <Form onSubmit={submit} className={styles.form ?? ""}>
        <p>
          <FormattedMessage id="people.tokens.keep.about" />
        </p>
        <TextField
          label={intl.formatMessage({ id: "people.ends.reason" })}
          autoFocus
          maxLength={200}
          value={reason}
          onChange={setReason}
          problem={isMissing ? intl.formatMessage({ id: "people.ends.reason_missing" }) : undefined}
        />
        {keeping.isError && <Failed error={keeping.error} />}
        <FormFooter isPending={keeping.isPending} onCancel={onDone}>
          <FormattedMessage id="people.tokens.keep.submit" />
        </FormFooter>
      </Form>
    </Dialog>
  );
}
