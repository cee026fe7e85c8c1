import type { Selectable } from "kysely";
import type { Instant } from "../../instant.ts";
import { nullable, type RowOf, smallint, text, timestamp } from "./columns.ts";

/** What a call with an Idempotency-Key was answered; `body` is null if it showed a secret once. */
export const ANSWERED_CALL_COLUMNS = {
  actor_id: text(),
  key: text(),
  fingerprint: text(),
  status: smallint(),
  body: nullable(text()),
  shown_id: nullable(text()),
  etag: nullable(text()),
  answered_at: timestamp(),
};

/** A call that its sender gave a key, and what it was answered. */
export interface AnsweredCall {
  readonly actorId: string;
  readonly key: string;
  /** Tells whether another call with this key is the same: SHA-256 of what was asked. */
  readonly fingerprint: string;
  readonly status: number;
  /** Null: it showed a secret, which is kept nowhere; `shownId` is the id of what it was about. */
  readonly body: string | null;
  readonly shownId: string | null;
  /** The ETag of what was answered; null: it had none. */
  readonly etag: string | null;
  readonly answeredAt: Instant;
}

export function toAnsweredCall(row: Selectable<RowOf<typeof ANSWERED_CALL_COLUMNS>>): AnsweredCall {
  return {
    actorId: row.actor_id,
    key: row.key,
    fingerprint: row.fingerprint,
    status: row.status,
    body: row.body,
    shownId: row.shown_id,
    etag: row.etag,
    answeredAt: row.answered_at,
  };
}
