import { actorChangeOf, ownerOf, servingPartnersOf } from "../../ledger/about.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { ServedBy } from "../../ledger/sight.ts";
import { describeSubject } from "../../ledger/subject.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";

/** A change with too many entries to send each of them, such as an import: finds in one pass whom it concerns. */
export class MassChange {
  readonly #organizationIds = new Set<string>();
  readonly #partnerIds = new Set<string>();
  readonly #serving: ServedBy;
  #isForEveryone = false;

  constructor(entries: readonly LedgerEntry[], serving: ServedBy) {
    this.#serving = serving;
    for (const entry of entries) this.#add(entry);
  }

  /** Whether the actor may see part of it. */
  concerns(actor: Actor): boolean {
    if (this.#isForEveryone) return true;
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
    const { subject, organizationId } = entry;
    if (describeSubject(subject).audience === "everyone") this.#isForEveryone = true;
    const actors = actorChangeOf(entry);
    for (const one of [ownerOf(entry), actors?.before, actors?.after]) {
      if (one && one.partnerId !== null) this.#partnerIds.add(one.partnerId);
    }
    if (organizationId === null) return;
    this.#organizationIds.add(organizationId);
    const before = servingPartnersOf(entry)?.before ?? [];
    for (const one of [...before, ...this.#serving.partnersServing(organizationId)])
      this.#partnerIds.add(one);
  }
}
