import type { LedgerEntry } from "../../store/ledger/ledger-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import type { ServedBy } from "./sight.ts";

/** A change of so many things, such as an import, that nobody is told each of them: whom it concerns, found in one pass. */
export class MassChange {
  readonly #organizationIds = new Set<string>();
  readonly #partnerIds = new Set<string>();
  readonly #serving: ServedBy;

  constructor(entries: readonly LedgerEntry[], serving: ServedBy) {
    this.#serving = serving;
    for (const entry of entries) this.#add(entry);
  }

  /** Whether the actor sees something of it. */
  concerns(actor: Actor): boolean {
    const { partnerId, organizationId, organizationIds } = actor;
    switch (levelOf(actor.role)) {
      case "vendor":
        return true;
      case "organization":
        return this.#organizationIds.has(organizationId ?? "");
      case "partner":
        if (organizationIds === null) return this.#partnerIds.has(partnerId ?? "");
        return organizationIds.some((id) => this.#organizationIds.has(id));
    }
  }

  #add(entry: LedgerEntry): void {
    const { subject, id, organizationId } = entry;
    if (subject === "partner" || subject === "partner_settings") this.#partnerIds.add(id);
    if (organizationId === null) return;
    this.#organizationIds.add(organizationId);
    const before = subject === "organization" ? (entry.before?.partnerIds ?? []) : [];
    for (const one of [...before, ...this.#serving.partnersServing(organizationId)])
      this.#partnerIds.add(one);
  }
}
