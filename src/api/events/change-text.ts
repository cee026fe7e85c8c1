import { z } from "zod";
import { ChangeEvent } from "../../contract/event.ts";
import type { LedgerEntry } from "../../store/ledger/ledger-table.ts";

/** An entry as it goes out, written once for all who are told it: with who did it, or without. */
export class ChangeText {
  readonly entry: LedgerEntry;
  #whole: string | null = null;
  #subject: string | null = null;

  constructor(entry: LedgerEntry) {
    this.entry = entry;
  }

  get whole(): string {
    const { id, displayName } = this.entry.actor;
    this.#whole ??= write({ ...told(this.entry), actor: { id, displayName } });
    return this.#whole;
  }

  get subject(): string {
    this.#subject ??= write(told(this.entry));
    return this.#subject;
  }
}

function write(event: z.output<typeof ChangeEvent>): string {
  return JSON.stringify(z.encode(ChangeEvent, event));
}

function told({ sequence, at, action, subject, id, organizationId }: LedgerEntry) {
  const isPartners = subject === "partner" || subject === "partner_settings";
  // Somebody may have been given a place elsewhere, which not everybody may know who saw the one before.
  const isPlaced = subject === "administrator" || subject === "token";
  return {
    ...{ sequence, at, action, subject: { kind: subject, id } },
    ...(isPartners && { partnerId: id }),
    ...(organizationId !== null && !isPlaced && { organizationId }),
  };
}
