import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with 64 MiB, three passes and four lanes, as RFC 9106 advises. It runs in a thread of its own, off the event
 * loop. What a hash costs depends on the machine: measure it with `process.cpuUsage()` before and after `hashPassword`.
 */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 4 } as const;
/** A hash that no password has. Comparing with it takes as long as with a real one. */
const NOBODYS_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;
/** Leaves out l, o, 0 and 1, which are easily confused. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** The hash to store for a password; it includes its salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), COST);
}

/** Whether this is the password of the hash. False if the hash is null, and then it takes equally long. */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(storedHash ?? NOBODYS_HASH, password.normalize("NFC"));
  return isRight && storedHash !== null;
}

/** A password of four groups of five letters: 100 random bits that a person can type. */
export function makeOneTimePassword(): string {
  const letters = [...randomBytes(20)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return letters.replace(/.{5}(?=.)/g, "$&-");
}
