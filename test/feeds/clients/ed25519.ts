import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";

/** An Ed25519 key of an app developer. */
export interface SigningKey {
  /** Base64 of the 32 bytes of the public key, as apps contain it. */
  readonly publicKey: string;
  /** The 64 bytes of a signature. */
  sign(bytes: Uint8Array): Buffer;
}

export function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { publicKey: rawOf(publicKey).toString("base64"), sign: (bytes) => sign(null, bytes, privateKey) };
}

/** Whether a signature is one of these bytes by a public key of 32 bytes. */
export function isSignedBy(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, bytes, key, signature);
}

function rawOf(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
}
