import { err, ok, type Refusal, type Result } from "../../result.ts";
import { type QuotaCounted, type QuotaNumbers, quotaReached } from "../../tenancy/quota.ts";

/** What one call has taken of a quota. */
export interface Share {
  /** Takes more. Refuses `quota_reached`, and then has what it had. */
  grow(amount: number): Result<true, Refusal<"quota_reached">>;
  /** Gives everything back; a second time does nothing. */
  release(): void;
}

/** What is under way on this server, by quota and by whose it is; in memory, so each server counts its own. */
export class Shares {
  readonly #quotas: QuotaNumbers;
  readonly #taken = new Map<string, number>();

  constructor(quotas: QuotaNumbers) {
    this.#quotas = quotas;
  }

  /** Takes a share of a quota for a customer, a partner or an address. Refuses `quota_reached`. */
  take(name: QuotaCounted<"under_way">, whose: string, amount = 1): Result<Share, Refusal<"quota_reached">> {
    const key = `${name} ${whose}`;
    let held = 0;
    const grow: Share["grow"] = (more) => {
      const taken = this.#taken.get(key) ?? 0;
      if (taken + more > this.#quotas[name]) return err(quotaReached(this.#quotas, name));
      this.#taken.set(key, taken + more);
      held += more;
      return ok(true);
    };
    const release = () => {
      const left = (this.#taken.get(key) ?? 0) - held;
      held = 0;
      if (left > 0) this.#taken.set(key, left);
      else this.#taken.delete(key);
    };
    const first = grow(amount);
    return first.ok ? ok({ grow, release }) : first;
  }
}
