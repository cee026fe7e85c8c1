import { createHash, type Hash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";

const { Point } = ed25519;
const POINT_BYTES = 32;

/**
 * Whether an Ed25519 signature is that of some bytes, which come piece by piece: files of gigabytes are hashed as they
 * stream by, and never held whole. (Node verifies only what is in memory.)
 */
export class Ed25519Check {
  readonly #key: Uint8Array;
  readonly #signature: Uint8Array;
  readonly #hash: Hash;

  /** A key of 32 bytes and a signature of 64. */
  constructor(key: Uint8Array, signature: Uint8Array) {
    this.#key = key;
    this.#signature = signature;
    this.#hash = createHash("sha512").update(signature.subarray(0, POINT_BYTES)).update(key);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** RFC 8032, 5.1.7, without the cofactor, as updaters verify. Call it once, after the last byte. */
  isGood(): boolean {
    try {
      const encodedR = this.#signature.subarray(0, POINT_BYTES);
      const s = numberOf(this.#signature.subarray(POINT_BYTES));
      if (s === 0n || s >= Point.Fn.ORDER) return false;
      const key = Point.fromBytes(this.#key);
      if (key.isSmallOrder()) return false;
      const k = numberOf(this.#hash.digest()) % Point.Fn.ORDER;
      const r = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
      return Buffer.from(r.toBytes()).equals(encodedR);
    } catch {
      // The key or the signature is no point of the curve.
      return false;
    }
  }
}

/** Whether a signature is that of bytes in memory. */
export function isSignedBy(key: Uint8Array, signature: Uint8Array, bytes: Uint8Array): boolean {
  const check = new Ed25519Check(key, signature);
  check.update(bytes);
  return check.isGood();
}

function numberOf(littleEndian: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(littleEndian).reverse().toString("hex")}`);
}
