import { LRUCache } from "lru-cache";
import { createCleartextMessage, createMessage, enums, readPrivateKey, sign } from "openpgp";
import type { FeedKey, FeedKeys } from "../../catalog/updater-key.ts";
import type { Instant } from "../../instant.ts";

/** A text to sign: with its signature around it, or the signature alone. */
export interface ToSign {
  readonly text: string;
  /** When it is signed, which is not before the key was made. */
  readonly at: Instant;
  readonly form: "around" | "detached";
}

/** A key that signs. */
interface SigningKey extends FeedKey {
  readonly privateKey: string;
}

/** The most signatures that are kept. There are few: one for each pair of builds that are decided for, each day. */
const MOST_SIGNATURES = 1_000;
const SIGNED = new LRUCache<string, Promise<string>>({ max: MOST_SIGNATURES });

/** The key that signs. Throws if there is none, as the first start makes one. */
export function signingKeyOf(keys: FeedKeys): SigningKey {
  const key = keys.find((one): one is SigningKey => one.privateKey !== null);
  if (!key) throw new Error("There is no key that signs for apt; a start of the server makes one.");
  return key;
}

/** The armored signature, which is always the same for the same; it is made once. */
export function signRelease(toSign: ToSign, key: SigningKey): Promise<string> {
  const name = [key.id, toSign.form, toSign.at, toSign.text].join("\n");
  const known = SIGNED.get(name) ?? makeSignature(toSign, key);
  SIGNED.set(name, known);
  return known;
}

async function makeSignature({ text, at, form }: ToSign, key: SigningKey): Promise<string> {
  const signingKeys = await readPrivateKey({ armoredKey: key.privateKey });
  const options = { signingKeys, date: new Date(at), config: CONFIG };
  if (form === "around") return sign({ ...options, message: await createCleartextMessage({ text }) });
  const message = await createMessage({ binary: new TextEncoder().encode(text) });
  return sign({ ...options, message, detached: true });
}

/** Without a note of chance, so that every server gives the same signature. */
const CONFIG = {
  nonDeterministicSignaturesViaNotation: false,
  preferredHashAlgorithm: enums.hash.sha512,
} as const;
