import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id with 64 MiB, three passes and four lanes, as RFC 9106 advises: some 20 ms of one core, off the event loop. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 4 } as const;
/** Nobody's password has this hash; to compare with it costs as much as with a real one. */
const NOBODYS_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;
/** Without l, o, 0 and 1, which people mistake for each other. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** The hash that is kept of a password, with its salt and cost in it. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), COST);
}

/** Whether this is the password of the hash. A hash of null is nobody's: the answer is no, and takes as long. */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(storedHash ?? NOBODYS_HASH, password.normalize("NFC"));
  return isRight && storedHash !== null;
}

/** Four groups of five letters: 100 bits that a person can type. */
export function makeOneTimePassword(): string {
  const letters = [...randomBytes(20)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return letters.replace(/.{5}(?=.)/g, "$&-");
}
