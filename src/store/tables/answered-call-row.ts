import type { Selectable } from "kysely";
import type { Instant } from "../../instant.ts";
import { nullable, type RowOf, smallint, text, timestamp } from "./columns.ts";

/** The answer of a call with an Idempotency-Key; `body` is null if it showed a secret. */
export const ANSWERED_CALL_COLUMNS = {
  actor_id: text(),
  key: text(),
  fingerprint: text(),
  status: smallint(),
  body: nullable(text()),
  shown_id: nullable(text()),
  etag: nullable(text()),
  answered_at: timestamp(),
  party: nullable(text()),
};

/** A call with an Idempotency-Key, and its answer. */
export interface AnsweredCall {
  readonly actorId: string;
  readonly key: string;
  /** SHA-256 of the call, which tells whether another call with this key is the same. */
  readonly fingerprint: string;
  readonly status: number;
  /** The body, or null if it showed a secret, which is stored nowhere; `shownId` is the id of what it was about. */
  readonly body: string | null;
  readonly shownId: string | null;
  /** The ETag of the answer, or null if it had none. */
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
