import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A key pair of Ed25519 as the tools of app developers have it. */
export interface SigningPair {
  readonly secret: KeyObject;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly keyId: Uint8Array;
}

export function makeSigningPair(): SigningPair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  return { secret: privateKey, key, keyId: createHash("sha256").update(key).digest().subarray(0, 8) };
}

/** How a signature of minisign is made. */
interface Signing {
  readonly comment?: string;
  /** Signs the file itself, as minisign did at first. */
  readonly isLegacy?: boolean;
}

/** The text of a `.sig` file as Tauri's signer writes it. */
export function minisign({ secret, keyId }: SigningPair, bytes: Uint8Array, signing: Signing = {}): string {
  const { comment = "timestamp:1767225600\tfile:app", isLegacy = false } = signing;
  const signed = isLegacy ? bytes : createHash("blake2b512").update(bytes).digest();
  const signature = sign(null, signed, secret);
  const global = sign(null, Buffer.concat([signature, Buffer.from(comment)]), secret);
  const first = Buffer.concat([Buffer.from(isLegacy ? "Ed" : "ED"), keyId, signature]);
  const lines = [
    "untrusted comment: signature from tauri secret key",
    first.toString("base64"),
    `trusted comment: ${comment}`,
    global.toString("base64"),
  ];
  return Buffer.from(`${lines.join("\n")}\n`).toString("base64");
}

/** The public key as Tauri's signer writes it: base64 of minisign's file. */
export function minisignKey(pair: SigningPair): string {
  return Buffer.from(`untrusted comment: minisign public key\n${minisignKeyLine(pair)}\n`).toString("base64");
}

/** The second line of minisign's file of a public key. */
export function minisignKeyLine({ key, keyId }: SigningPair): string {
  return Buffer.concat([Buffer.from("Ed"), keyId, key]).toString("base64");
}
