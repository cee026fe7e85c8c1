import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import type { Context } from "../context.ts";
import { makeReadableSecret } from "./readable-secret.ts";

/** The cost of one hash: KiB of memory, passes over it, and lanes. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/**
 * Argon2id with 64 MiB, three passes and four lanes, as RFC 9106 advises, off the event loop. The time of a hash
 * depends on the machine: measure it with `process.cpuUsage()`. No configuration changes it; only a test gives its
 * servers less.
 */
export const PASSWORD_COST: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4 };
/** The most hashes at once; more of them would keep the event loop and each other waiting. */
const AT_ONCE = 2;

/** Hashes passwords at one cost, and compares passwords with hashes of any cost; two at once, the others in turn. */
export class PasswordHasher {
  readonly #cost: PasswordCost;
  readonly #inTurn = pLimit(AT_ONCE);
  /** The hash of no known password. Comparing with it takes as long as with a real one. */
  readonly #nobodysHash: string;

  constructor(cost: PasswordCost = PASSWORD_COST) {
    this.#cost = cost;
    const { memoryCost, timeCost, parallelism } = cost;
    this.#nobodysHash = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;
  }

  /** The hash to store for a password; it includes its salt and cost. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password.normalize("NFC"), this.#cost));
  }

  /** Whether this is the password of the hash. False if the hash is null, which takes equally long. */
  async isPassword(storedHash: string | null, password: string): Promise<boolean> {
    const compared = storedHash ?? this.#nobodysHash;
    const isRight = await this.#inTurn(() => verify(compared, password.normalize("NFC")));
    return isRight && storedHash !== null;
  }
}

/** The context for hashing passwords. */
export interface PasswordContext extends Context {
  /** Hashes the passwords of local accounts. */
  readonly passwords: PasswordHasher;
}

/** A password of four groups of five letters: 100 random bits that a person can type. */
export function makeOneTimePassword(): string {
  return makeReadableSecret(4, 5);
}
