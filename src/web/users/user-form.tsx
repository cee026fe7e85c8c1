import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import type { Draft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { FormFooter } from "../ui/form-footer.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./users.module.css";

export interface UserFields {
  displayName: string;
  email: string;
}

interface Props {
  /** The values before the change. */
  readonly now: UserFields;
  readonly draft: Draft<UserFields>;
  readonly isPending: boolean;
  readonly error: unknown;
  /** Called with only what was changed. */
  readonly onSave: (changes: Partial<UserFields>) => void;
  readonly onCancel: () => void;
}

export const USER_DRAFT: DraftKind<UserFields> = {
  fields: { displayName: isText, email: isText },
  isSame: isIdentical,
};

const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The form for a user's name and e-mail address. */
export function UserForm({ now, draft, isPending, error, onSave, onCancel }: Props) {
  const intl = useIntl();
  const [isTried, setTried] = useState(false);
  const { displayName, email } = { ...now, ...draft.changes };
  const nameProblem =
    displayName.trim() === "" ? intl.formatMessage({ id: "users.name.missing" }) : undefined;
  const emailProblem = LOOKS_LIKE_EMAIL.test(email.trim())
    ? undefined
    : intl.formatMessage({ id: "users.email.wrong" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nameProblem !== undefined || emailProblem !== undefined) return;
    onSave({
      ...(displayName.trim() !== now.displayName && { displayName: displayName.trim() }),
      ...(email.trim() !== now.email && { email: email.trim() }),
    });
  };
  const cancel = () => {
    draft.drop();
    onCancel();
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <FoundDraft draft={draft} />
      <TextField
        label={intl.formatMessage({ id: "users.name" })}
        autoFocus
        value={displayName}
        onChange={(next) => draft.change({ displayName: next })}
        problem={isTried ? nameProblem : undefined}
      />
      <TextField
        label={intl.formatMessage({ id: "users.email" })}
        type="email"
        value={email}
        onChange={(next) => draft.change({ email: next })}
        problem={isTried ? emailProblem : undefined}
      />
      {error !== null && error !== undefined && <Failed error={error} />}
      <FormFooter isPending={isPending} onCancel={cancel}>
        <FormattedMessage id="frame.save" />
      </FormFooter>
    </Form>
  );
}
