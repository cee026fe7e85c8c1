import { createPublicKey, verify } from "node:crypto";
import { makeSigningPair } from "../../support/minisign.ts";
import { edKey, edSignature } from "../../support/sparkle.ts";

/** An Ed25519 key of an app developer. */
export interface SigningKey {
  /** Base64 of the 32 bytes of the public key, as apps contain it. */
  readonly publicKey: string;
  /** The 64 bytes of a signature. */
  sign(bytes: Uint8Array): Buffer;
}

export function newSigningKey(): SigningKey {
  const pair = makeSigningPair();
  return { publicKey: edKey(pair), sign: (bytes) => Buffer.from(edSignature(pair, bytes), "base64") };
}

/** Whether a signature is one of these bytes by a public key of 32 bytes. */
export function isSignedBy(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, bytes, key, signature);
}
