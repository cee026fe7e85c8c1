import { randomBytes } from "node:crypto";

/** Letters and digits without l, o, 0 and 1, which people mistake for each other: 32, so that each stands for five bits. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A random secret that a person can type: so many groups of so many letters, with dashes between them. */
export function makeReadableSecret(groups: number, lettersOfGroup: number): string {
  const group = () => [...randomBytes(lettersOfGroup)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return Array.from({ length: groups }, group).join("-");
}
