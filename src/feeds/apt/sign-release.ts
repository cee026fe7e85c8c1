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

/** The keys that sign, the newest first. Throws if there is none, as the first start makes one. */
export function signingKeysOf(keys: FeedKeys): readonly [SigningKey, ...SigningKey[]] {
  const [first, ...more] = keys.filter((one): one is SigningKey => one.privateKey !== null);
  if (!first) throw new Error("There is no key that signs for apt; a start of the server makes one.");
  return [first, ...more];
}

/** The armored signatures of all keys, which are always the same for the same; they are made once. */
export function signRelease(toSign: ToSign, keys: readonly SigningKey[]): Promise<string> {
  const name = [...keys.map(({ id }) => id), toSign.form, toSign.at, toSign.text].join("\n");
  const known = SIGNED.get(name) ?? makeSignature(toSign, keys);
  SIGNED.set(name, known);
  return known;
}

async function makeSignature({ text, at, form }: ToSign, keys: readonly SigningKey[]): Promise<string> {
  const armored = keys.map(({ privateKey }) => readPrivateKey({ armoredKey: privateKey }));
  const options = { signingKeys: await Promise.all(armored), date: new Date(at), config: CONFIG };
  if (form === "around") return sign({ ...options, message: await createCleartextMessage({ text }) });
  const message = await createMessage({ binary: new TextEncoder().encode(text) });
  return sign({ ...options, message, detached: true });
}

/** Without a note of chance, so that every server gives the same signature. */
const CONFIG = {
  nonDeterministicSignaturesViaNotation: false,
  preferredHashAlgorithm: enums.hash.sha512,
} as const;
