import { generateKeyPairSync, sign } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Ed25519Check, isSignedBy } from "../../../src/api/signatures/ed25519-check.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const KEY = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
const bytes = fc.uint8Array({ maxLength: 300 });

describe("a signature of Ed25519, verified piece by piece", () => {
  test("is good if Node made it, in whatever pieces the bytes come", () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(300), { maxLength: 5 }), (message, cuts) => {
        const check = new Ed25519Check(KEY, sign(null, message, privateKey));
        const ends = [...cuts, message.length].sort((a, b) => a - b);
        let from = 0;
        for (const end of ends) {
          check.update(message.subarray(from, end));
          from = Math.max(from, Math.min(end, message.length));
        }
        expect(check.isGood()).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("is wrong with one bit changed, of the bytes, of the signature or of the key", () => {
    fc.assert(
      fc.property(bytes, fc.nat(511), fc.nat(255), (message, bit, keyBit) => {
        const signature = sign(null, message, privateKey);
        expect(isSignedBy(KEY, flipped(signature, bit), message)).toBe(false);
        expect(isSignedBy(flipped(KEY, keyBit), signature, message)).toBe(false);
        if (message.length > 0) {
          expect(isSignedBy(KEY, signature, flipped(message, bit % (message.length * 8)))).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("is wrong if its number is too large, or if the key proves nothing", () => {
    const message = new Uint8Array([1, 2, 3]);
    const signature = sign(null, message, privateKey);
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`);
    const larger = (s + ed25519.Point.Fn.ORDER).toString(16).padStart(64, "0");
    const forged = Buffer.concat([signature.subarray(0, 32), Buffer.from(larger, "hex").reverse()]);
    expect(isSignedBy(KEY, forged, message)).toBe(false);
    const identity = new Uint8Array(32);
    identity[0] = 1;
    expect(isSignedBy(identity, Buffer.concat([identity, new Uint8Array(32)]), message)).toBe(false);
  });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}
