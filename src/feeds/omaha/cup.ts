import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import type { FeedKey, FeedKeys } from "../../catalog/updater-key.ts";
import { numberedKeys } from "../../catalog/updater-key.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { readText, type SaidText } from "../feed.ts";

/** What a client that has a public key in it wants signed: the number of its key, and a text that it made up. */
export interface CupDemand {
  /** `NUMBER:NONCE` as it was sent. */
  readonly text: string;
  readonly key: FeedKey;
}

/**
 * Reads `cup2key`; null if the client demands no signature. Refuses `cup_key_unknown`: a client that does not trust a key of
 * this server takes no answer of it, so it had better be told.
 */
export function readCup(said: SaidText, keys: FeedKeys): Result<CupDemand | null, Refusal> {
  if (said === undefined || said === "") return ok(null);
  const text = readText(said, 200) ?? "";
  const [, number] = /^([1-9]\d{0,8}):[\w.~-]+$/.exec(text) ?? [];
  const key = numberedKeys(keys).find((one) => String(one.number) === number)?.key;
  return key?.privateKey ? ok({ text, key }) : err(UNKNOWN);
}

const UNKNOWN: Refusal = refuse(
  "cup_key_unknown",
  "cup2key names no key that this server signs with; build the updater with one of GET /v1/updater-keys, and its number.",
);

/**
 * The headers by which a client verifies an answer (CUP-ECDSA): a signature over the bytes of request and answer and the
 * text of the demand. The same in an ETag, since proxies may drop the other.
 */
export function cupHeaders(
  { text, key }: CupDemand,
  request: Uint8Array,
  answer: string,
): Readonly<Record<string, string>> {
  const requestHash = sha256(request);
  const message = Buffer.concat([requestHash, sha256(answer), Buffer.from(text)]);
  const signature = sign("sha256", sha256(message), privateKeyOf(key)).toString("hex");
  const proof = `${signature}:${requestHash.toString("hex")}`;
  return { "x-cup-server-proof": proof, etag: `W/"${proof}"` };
}

function sha256(bytes: Uint8Array | string): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Private keys, kept because reading one takes longer than signing. */
const PRIVATE_KEYS = new WeakMap<FeedKey, KeyObject>();

function privateKeyOf(key: FeedKey): KeyObject {
  const known = PRIVATE_KEYS.get(key) ?? createPrivateKey(key.privateKey ?? "");
  PRIVATE_KEYS.set(key, known);
  return known;
}
