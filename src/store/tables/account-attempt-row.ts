import { integer, text, timestamp } from "./columns.ts";

/** How often the password or codes of an account were tried since an instant, whatever server was asked. */
export const ACCOUNT_ATTEMPT_COLUMNS = {
  administrator_id: text(),
  kind: text<AttemptKind>(),
  since: timestamp(),
  attempts: integer(),
};

/** What is tried: a password, or a code of a second factor. */
export type AttemptKind = "password" | "code";
