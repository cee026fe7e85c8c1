import { ok, type Refusal, type Result } from "../result.ts";
import type { Database } from "../store/database.ts";
import type { Change } from "../store/ledger/change.ts";
import { countStored } from "../store/tables/quota-counts.ts";
import { type Actor, levelOf } from "../tenancy/actor.ts";
import type { Grant } from "../tenancy/grant.ts";
import { partyOf, type QuotaCounted, type QuotaNumbers, quotaFor, withinQuota } from "../tenancy/quota.ts";

type QuotaResult = Result<true, Refusal<"quota_reached">>;

/**
 * Counts one quota while many things are added, batch after batch: what each customer or partner has is read when it is
 * first seen, and what was added since is counted here. What the vendor adds is not counted.
 */
export class QuotaTally {
  readonly #name: QuotaCounted<"stored">;
  readonly #quotas: QuotaNumbers;
  readonly #isFree: boolean;
  readonly #present = new Map<string, number>();

  constructor(actor: Actor, name: QuotaCounted<"stored">, quotas: QuotaNumbers) {
    this.#name = name;
    this.#quotas = quotas;
    this.#isFree = levelOf(actor.role) === "vendor";
  }

  /** Reads what those have that are new here, with one query for all of them. */
  async learn(database: Database, ids: readonly string[]): Promise<void> {
    if (this.#isFree) return;
    const unknown = [...new Set(ids)].filter((id) => !this.#present.has(id));
    const counts = await countStored(database, this.#name, unknown);
    for (const id of unknown) this.#present.set(id, counts.get(id) ?? 0);
  }

  /** Adds one thing after another, each for all of its ids or for none. Refuses `quota_reached`. */
  async addEach(
    database: Database,
    idsOfEach: readonly (readonly string[])[],
  ): Promise<readonly QuotaResult[]> {
    await this.learn(database, idsOfEach.flat());
    return idsOfEach.map((ids) => this.add(ids));
  }

  /** Adds one thing for each of these, or nothing. Refuses `quota_reached`. */
  add(ids: readonly string[]): QuotaResult {
    if (this.#isFree) return ok(true);
    for (const id of ids) {
      const within = withinQuota(this.#quotas, this.#name, this.#present.get(id) ?? 0);
      if (!within.ok) return within;
    }
    for (const id of ids) this.#present.set(id, (this.#present.get(id) ?? 0) + 1);
    return ok(true);
  }
}

/** What a quota is checked against: the database as the change sees it, and the numbers of this server. */
export type QuotaScene = Pick<Change, "database" | "quotas">;

/** Whether each of these may have one thing more. Refuses `quota_reached`. */
export async function mayAddOne(
  { database, quotas }: QuotaScene,
  actor: Actor,
  name: QuotaCounted<"stored">,
  ids: readonly string[],
): Promise<QuotaResult> {
  const tally = new QuotaTally(actor, name, quotas);
  await tally.learn(database, ids);
  return tally.add(ids);
}

/** Whether the customer or partner of a grant may have one more person or token. Refuses `quota_reached`. */
export async function mayGrantOneMore(
  scene: QuotaScene,
  actor: Actor,
  thing: "people" | "tokens",
  grant: Grant,
): Promise<QuotaResult> {
  const party = partyOf(grant);
  const name = quotaFor(thing, party);
  return name === null || party.id === null ? ok(true) : mayAddOne(scene, actor, name, [party.id]);
}
