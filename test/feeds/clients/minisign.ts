import { createHash } from "node:crypto";
import { makeSigningPair, minisign, minisignKey } from "../../support/minisign.ts";
import { isSignedBy } from "./ed25519.ts";

/** A minisign key, as `tauri signer generate` makes it. */
export interface MinisignKey {
  /** Base64 of the text of the public key file, as tauri.conf.json has it. */
  readonly publicKey: string;
  /**
   * Base64 of the text of the `.sig` file. `comment` is the trusted comment; a signature of the older kind (`isLegacy`)
   * is of the bytes, one of the newer kind of their BLAKE2b digest.
   */
  sign(bytes: Uint8Array, comment: string, isLegacy?: boolean): string;
}

export function newMinisignKey(): MinisignKey {
  const pair = makeSigningPair();
  return {
    publicKey: minisignKey(pair),
    sign: (bytes, comment, isLegacy = false) => minisign(pair, bytes, { comment, isLegacy }),
  };
}

/** What is wrong with a signature, or the trusted comment of a right one. Both kinds are accepted, as Tauri accepts them. */
export function verifyMinisign(
  bytes: Uint8Array,
  signature: string,
  publicKey: string,
): { readonly comment: string } | { readonly wrong: string } {
  const [, keyLine = ""] = linesOf(publicKey);
  const [, own = "", comment = "", whole = ""] = linesOf(signature);
  const key = Buffer.from(keyLine, "base64");
  const signed = Buffer.from(own, "base64");
  if (key.length !== 42 || signed.length !== 74) return { wrong: "it cannot be decoded" };
  if (!comment.startsWith(TRUSTED)) return { wrong: "it has no trusted comment" };
  const [kind, id, raw] = [signed.toString("latin1", 0, 2), signed.subarray(2, 10), signed.subarray(10)];
  if (!id.equals(key.subarray(2, 10))) return { wrong: "it was made with another key" };
  if (kind !== "Ed" && kind !== "ED") return { wrong: "its algorithm is not known" };
  const point = key.subarray(10);
  if (!isSignedBy(point, kind === "ED" ? digestOf(bytes) : bytes, raw))
    return { wrong: "it is of other bytes" };
  const text = comment.slice(TRUSTED.length);
  const isWhole = isSignedBy(point, Buffer.concat([raw, Buffer.from(text)]), Buffer.from(whole, "base64"));
  return isWhole ? { comment: text } : { wrong: "its trusted comment was changed" };
}

const TRUSTED = "trusted comment: ";

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("blake2b512").update(bytes).digest();
}

function linesOf(base64: string): readonly string[] {
  return Buffer.from(base64, "base64").toString("utf8").split("\n");
}
