import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { canonicalize } from "@tufjs/canonical-json";
import { Key, Signature } from "@tufjs/models";
import type { FeedKey } from "../../catalog/updater-key.ts";

export type TufKey = Key;

/** A key that signs metadata. */
export interface TufSigner {
  readonly key: Key;
  sign(bytes: Uint8Array): Signature;
}

/** An Ed25519 key as it stands in a root. Its id is the SHA-256 of its canonical JSON, as the specification says. */
export function toTufKey(publicKey: KeyObject): Key {
  const hex = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  const said = { keyType: "ed25519", scheme: "ed25519", keyVal: { public: hex } };
  return new Key({ ...said, keyID: tufKeyId(new Key({ ...said, keyID: "" })) });
}

export function tufKeyId(key: Key): string {
  return createHash("sha256").update(canonicalize(key.toJSON())).digest("hex");
}

/** The signer of a private Ed25519 key. */
export function toSigner(privateKey: KeyObject): TufSigner {
  const key = toTufKey(createPublicKey(privateKey));
  return {
    key,
    sign: (bytes) => new Signature({ keyID: key.keyID, sig: sign(null, bytes, privateKey).toString("hex") }),
  };
}

/** The signers, kept because reading a private key takes longer than signing. */
const SIGNERS = new WeakMap<FeedKey, TufSigner>();

/** The signer of a key that this server holds, or null if its private half is not here any more. */
export function signerOf(key: FeedKey): TufSigner | null {
  if (key.privateKey === null) return null;
  const known = SIGNERS.get(key);
  if (known) return known;
  const signer = toSigner(createPrivateKey(key.privateKey));
  SIGNERS.set(key, signer);
  return signer;
}
