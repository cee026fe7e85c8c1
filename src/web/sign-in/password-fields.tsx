import { type IntlShape, useIntl } from "react-intl";
import { TextField } from "../ui/text-field.tsx";

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly autoFocus?: boolean;
}

/** Asks for the password that is in use. */
export function CurrentPassword({ value, onChange, autoFocus = false }: Props) {
  const intl = useIntl();
  return (
    <TextField
      label={intl.formatMessage({ id: "sign_in.change.current" })}
      type="password"
      autoComplete="current-password"
      autoFocus={autoFocus}
      value={value}
      onChange={onChange}
    />
  );
}

/** Asks for a code of an authenticator app. */
export function CodeField({ value, onChange }: Omit<Props, "autoFocus">) {
  const intl = useIntl();
  return (
    <TextField
      label={intl.formatMessage({ id: "sign_in.second.code" })}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      value={value}
      onChange={onChange}
    />
  );
}

/** Asks for a new password, and says whether it is long enough. */
export function NewPassword({ value, onChange, autoFocus = false }: Props) {
  const intl = useIntl();
  return (
    <TextField
      label={intl.formatMessage({ id: "sign_in.change.new" })}
      description={lengthText(intl, value)}
      type="password"
      autoComplete="new-password"
      autoFocus={autoFocus}
      value={value}
      onChange={onChange}
    />
  );
}

const LEAST = 12;

/** How long a new password has to be, and while it is shorter how far it has come; the server judges the rest. */
function lengthText(intl: IntlShape, password: string): string {
  const { length } = [...password];
  if (length === 0) return intl.formatMessage({ id: "sign_in.change.rule" }, { least: LEAST });
  if (length < LEAST) {
    return intl.formatMessage({ id: "sign_in.change.too_short" }, { count: length, least: LEAST });
  }
  return intl.formatMessage({ id: "sign_in.change.long_enough" });
}
