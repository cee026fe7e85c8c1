import { nullable, text, timestamp } from "./columns.ts";

/** A key with which this installation signs what it says to updaters; the private half only of those that sign now. */
export const UPDATER_KEY_COLUMNS = {
  purpose: text(),
  id: text(),
  public_key: text(),
  private_key: nullable(text()),
  created_at: timestamp(),
  retired_at: nullable(timestamp()),
};
