import { nullable, text, timestamp } from "./columns.ts";

/** A key that signs manifests; the private half only for the one that signs now, if it was made here. */
export const SIGNING_KEY_COLUMNS = {
  id: text(),
  public_key: text(),
  private_key: nullable(text()),
  created_at: timestamp(),
  retired_at: nullable(timestamp()),
};
