import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";

/** An Ed25519 key that signs. */
export interface KeyPair {
  /** The first 16 hex digits of the SHA-256 of the raw public key. */
  readonly id: string;
  /** The 32 raw bytes in base64. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function makeKeyPair(): KeyPair {
  return toKeyPair(generateKeyPairSync("ed25519").privateKey);
}

/** Reads a private key (PEM, PKCS#8); gives null if it is not an Ed25519 key. */
export function parseKeyPair(pem: string): KeyPair | null {
  try {
    const privateKey = createPrivateKey(pem);
    return privateKey.asymmetricKeyType === "ed25519" ? toKeyPair(privateKey) : null;
  } catch {
    return null;
  }
}

/** Formats a private key as PEM, PKCS#8; the inverse of {@link parseKeyPair}. */
export function formatPrivateKey({ privateKey }: KeyPair): string {
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Formats a raw public key (base64) as PEM. */
export function formatPublicKey(publicKey: string): string {
  const x = Buffer.from(publicKey, "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return key.export({ type: "spki", format: "pem" }).toString();
}

function toKeyPair(privateKey: KeyObject): KeyPair {
  const raw = Buffer.from(createPublicKey(privateKey).export({ format: "jwk" }).x ?? "", "base64url");
  const id = createHash("sha256").update(raw).digest("hex").slice(0, 16);
  return { id, publicKey: raw.toString("base64"), privateKey };
}
