import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findNumbers } from "../../store/tables/customer-numbers.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { textKey } from "../../tenancy/text-key.ts";

type Numbered = Pick<Organization, "id" | "customerNumbers">;

/** The numbers of partners that are in use: those that are stored, and those of organizations that were let through before. */
export class NumbersInUse {
  readonly #owners = new Map<string, string>();

  /**
   * Whether each organization may have its numbers, in their order. Refuses `customer_number_taken` where another one has
   * the same number of the same partner.
   */
  async claim(
    database: Database,
    organizations: readonly Numbered[],
  ): Promise<readonly Result<true, Refusal>[]> {
    await this.#learn(database, organizations);
    return organizations.map((one) => this.#claimOne(one));
  }

  async #learn(database: Database, organizations: readonly Numbered[]): Promise<void> {
    const numbers = organizations.flatMap(({ customerNumbers }) => Object.entries(customerNumbers));
    const partnerIds = [...new Set(numbers.map(([partnerId]) => partnerId))];
    const keys = [...new Set(numbers.map(([, number]) => textKey(number)))];
    for (const { partnerId, key, organizationId } of await findNumbers(database, partnerIds, keys)) {
      this.#owners.set(`${partnerId} ${key}`, organizationId);
    }
  }

  #claimOne({ id, customerNumbers }: Numbered): Result<true, Refusal> {
    const numbers = Object.entries(customerNumbers);
    const claimed = numbers.map(([partnerId, number]) => `${partnerId} ${textKey(number)}`);
    const taken = claimed.findIndex((key) => (this.#owners.get(key) ?? id) !== id);
    if (taken >= 0) return err(takenNumber(numbers[taken]?.[1] ?? ""));
    for (const key of claimed) this.#owners.set(key, id);
    return ok(true);
  }
}

function takenNumber(number: string): Refusal {
  const message = `Another organization of the same partner has the number ${JSON.stringify(number)}; correct one of them.`;
  return refuse("customer_number_taken", message);
}
