import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { emailKey } from "./administrator.ts";

const MIN_PASSWORD_LENGTH = 12;
/** The longest password in characters, so that no caller can make the server hash megabytes. */
const MAX_PASSWORD_LENGTH = 200;

type PasswordRefusal =
  | "password_too_short"
  | "password_too_long"
  | "password_is_email"
  | "password_unchanged";

/**
 * Whether a person may choose this password: 12 to 200 characters, not the e-mail address, not the one it replaces.
 * There are no rules about letters and digits: length is what makes it hard to guess.
 */
export function acceptPassword(
  password: string,
  { email, current }: { readonly email: string; readonly current: string },
): Result<string, Refusal<PasswordRefusal>> {
  const { length } = [...password];
  if (length < MIN_PASSWORD_LENGTH) {
    return err(
      refuse(
        "password_too_short",
        `The password has ${length} characters; use ${MIN_PASSWORD_LENGTH} or more.`,
      ),
    );
  }
  if (length > MAX_PASSWORD_LENGTH) {
    return err(
      refuse(
        "password_too_long",
        `The password has ${length} characters; use at most ${MAX_PASSWORD_LENGTH}.`,
      ),
    );
  }
  if (emailKey(password) === emailKey(email)) {
    return err(
      refuse(
        "password_is_email",
        `The password is the e-mail address; use another one of ${MIN_PASSWORD_LENGTH} characters or more.`,
      ),
    );
  }
  if (password === current) {
    return err(refuse("password_unchanged", "The new password is the current one; use another."));
  }
  return ok(password);
}
