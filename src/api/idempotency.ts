import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { formatInstant, type Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Database } from "../store/database.ts";
import type { Change } from "../store/ledger/change.ts";
import type { AnsweredCall } from "../store/tables/answered-call-row.ts";
import {
  countAnsweredCalls,
  findAnsweredCall,
  insertAnsweredCall,
} from "../store/tables/answered-call-table.ts";
import type { Guard } from "./context.ts";
import { sendRefusal } from "./problem.ts";

/** Reads an Idempotency-Key: 1 to 200 visible characters, or null if none was sent. Refuses `idempotency_key_malformed`. */
export function readIdempotencyKey(header: string | string[] | undefined): Result<string | null, Refusal> {
  if (header === undefined) return ok(null);
  if (typeof header === "string" && /^[\x21-\x7e]{1,200}$/.test(header)) return ok(header);
  return err(refuse("idempotency_key_malformed", "Idempotency-Key: use 1 to 200 visible ASCII characters"));
}

/** Identifies a call: SHA-256 of its method, its address and its content. */
export function fingerprintOf(method: string, url: string, content: string): string {
  return createHash("sha256").update(`${method} ${url}\n${content}`).digest("hex");
}

/** How an endpoint's answers are stored. */
export interface KeptAnswer {
  readonly status: number;
  readonly answer: z.ZodType | undefined;
  /** The answer shows a secret, so only its id is stored. */
  readonly showsSecret?: true | undefined;
  /** The answer is made and stored after the change: only for calls that have no further effect when done twice. */
  readonly answersAfterwards?: true | undefined;
  /** The ETag of the answer, or null if it has none. */
  readonly tag?: () => string | null;
  /** The quota of the caller's customer or partner, or null if it has none. */
  readonly quota?: KeptAnswersQuota | null;
}

type Call = Pick<AnsweredCall, "actorId" | "key" | "fingerprint">;

/** The most answers that are kept of a customer or a partner, `party` as one text, and the refusal of more. */
export interface KeptAnswersQuota {
  readonly party: string;
  readonly most: number;
  readonly refusal: Refusal;
}

/**
 * The guard of a call with an Idempotency-Key: it is done once, and its answer is stored in the transaction of its
 * change. Concurrent calls with one key wait for the ledger's lock, so the second finds the answer of the first. A call
 * that recorded nothing in the ledger, refused or not, leaves nothing: done twice it changes nothing either, and callers
 * that may only read cannot fill the database.
 */
export class OnceOnly implements Guard {
  readonly #call: Call;
  readonly #kept: KeptAnswer;
  readonly #now: () => Instant;
  #isKept = false;
  #hasRecorded = false;
  /** The stored call, or null if this is the first one with its key. */
  before: AnsweredCall | null = null;

  constructor(call: Call, kept: KeptAnswer, now: () => Instant) {
    this.#call = call;
    this.#kept = kept;
    this.#now = now;
  }

  /** Looks up whether the call was answered already. */
  async look(database: Database): Promise<boolean> {
    this.before = await findAnsweredCall(database, this.#call, this.#now());
    return this.before !== null;
  }

  async around<Value>(transaction: Change, work: () => Promise<Result<Value, Refusal>>) {
    const { database } = transaction;
    if (await this.look(database)) return err(ANSWERED_BEFORE);
    if (!(await this.#hasRoom(database))) return err(this.#kept.quota?.refusal ?? ANSWERED_BEFORE);
    const result = await work();
    this.#hasRecorded ||= transaction.entries > 0;
    if (result.ok && !this.#kept.answersAfterwards) await this.keep(database, result.value);
    return result;
  }

  /** Whether one more answer may be kept of the caller's customer or partner. */
  async #hasRoom(database: Database): Promise<boolean> {
    const { quota } = this.#kept;
    if (!quota) return true;
    const { party, most } = quota;
    return (await countAnsweredCalls(database, { party, now: this.#now() }, most)) < most;
  }

  /** Stores the answer, unless the change has stored it or recorded nothing. */
  async keep(database: Database, value: unknown): Promise<void> {
    if (this.#isKept || !this.#hasRecorded) return;
    this.#isKept = true;
    const { status, answer, showsSecret } = this.#kept;
    const body = showsSecret ? null : JSON.stringify(answer ? z.encode(answer, value as never) : null);
    const shownId = showsSecret ? (value as { readonly id: string }).id : null;
    const etag = this.#kept.tag?.() ?? null;
    const answered = { status, body, shownId, etag, answeredAt: this.#now() };
    await insertAnsweredCall(database, { ...this.#call, ...answered }, this.#kept.quota?.party);
  }

  /** The stored answer. Refuses `idempotency_key_reused` and `already_done`. */
  answerBefore(): Result<{ readonly status: number; readonly body: string }, Refusal> {
    const { before } = this;
    if (!before) throw new Error("this call was not answered before");
    if (before.fingerprint !== this.#call.fingerprint) return err(KEY_REUSED);
    return before.body === null ? err(alreadyDone(before)) : ok({ status: before.status, body: before.body });
  }

  /** Sends the stored answer, or the refusal. */
  sendBefore(reply: FastifyReply): FastifyReply {
    const answered = this.answerBefore();
    if (answered.ok || answered.error !== KEY_REUSED) reply.header("Idempotency-Replayed", "true");
    if (!answered.ok) return sendRefusal(reply, answered.error);
    const { status, body } = answered.value;
    if (this.before?.etag) reply.header("etag", this.before.etag);
    return reply
      .status(status)
      .type("application/json; charset=utf-8")
      .serializer((text: unknown) => String(text))
      .send(body);
  }
}

/** Internal refusal: aborts the transaction so that the stored answer can be replayed. */
const ANSWERED_BEFORE = refuse("answered_before", "This call was answered before.");

const KEY_REUSED = refuse(
  "idempotency_key_reused",
  "This Idempotency-Key was used for a different call in the last 24 hours; repeat that call, or use a new key.",
);

function alreadyDone({ answeredAt, shownId }: AnsweredCall): Refusal {
  const message = `This call was done at ${formatInstant(answeredAt)} and created ${shownId}; its secret was shown only then, so create another one if it is lost.`;
  return refuse("already_done", message);
}
