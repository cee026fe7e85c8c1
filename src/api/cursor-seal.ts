import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Keeps the key apart from every other use of the secret that it is derived from. */
const PURPOSE = "sluice list cursor 1";

/**
 * Seals the ends of pages of lists, with AES-256-GCM: opaque, and good only for what they are bound to.
 * The key is derived (HKDF, SHA-256) from the private key that signs manifests, which all servers over one database
 * share and which survives a restart. After a rotation of that key, older ends are no longer good.
 */
export class CursorSeal {
  readonly #secret: () => Promise<KeyObject>;

  constructor(secret: () => Promise<KeyObject>) {
    this.#secret = secret;
  }

  /** Seals a text, for what it is bound to; base64url. */
  async seal(text: string, boundTo: string): Promise<string> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, await this.#key(), nonce).setAAD(Buffer.from(boundTo));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64url");
  }

  /** The inverse of `seal`; gives null for whatever was not sealed here for the same. */
  async open(sealed: string, boundTo: string): Promise<string | null> {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
    const key = await this.#key();
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString();
    } catch {
      return null;
    }
  }

  async #key(): Promise<Buffer> {
    const secret = (await this.#secret()).export({ type: "pkcs8", format: "der" });
    return Buffer.from(hkdfSync("sha256", secret, "", PURPOSE, KEY_BYTES));
  }
}
