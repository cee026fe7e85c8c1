import { useIntl } from "react-intl";
import { TextField } from "../ui/text-field.tsx";

/** The name and the e-mail address of an administrator, as they are typed. */
export interface NameDraft {
  readonly displayName: string;
  readonly email: string;
}

const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether both can be sent. */
export function isNamed({ displayName, email }: NameDraft): boolean {
  return displayName.trim() !== "" && LOOKS_LIKE_EMAIL.test(email.trim());
}

interface Props {
  readonly names: NameDraft;
  readonly onChange: (names: NameDraft) => void;
  /** Whether what is missing is said. */
  readonly isTried: boolean;
}

/** The fields for the name and the e-mail address of an administrator. */
export function NameFields({ names, onChange, isTried }: Props) {
  const intl = useIntl();
  const { displayName, email } = names;
  const isNameless = isTried && displayName.trim() === "";
  const isNoEmail = isTried && !LOOKS_LIKE_EMAIL.test(email.trim());
  return (
    <>
      <TextField
        label={intl.formatMessage({ id: "users.name" })}
        autoFocus
        maxLength={200}
        value={displayName}
        onChange={(next) => onChange({ displayName: next, email })}
        problem={isNameless ? intl.formatMessage({ id: "users.name.missing" }) : undefined}
      />
      <TextField
        label={intl.formatMessage({ id: "users.email" })}
        description={intl.formatMessage({ id: "people.email.about" })}
        type="email"
        value={email}
        onChange={(next) => onChange({ displayName, email: next })}
        problem={isNoEmail ? intl.formatMessage({ id: "users.email.wrong" }) : undefined}
      />
    </>
  );
}
