import { z } from "zod";
import { ChangeEvent } from "../../contract/event.ts";
import { ownerOf } from "../../ledger/about.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";

/** The text of an entry for streams of events, with its actor or without; each is written once for all readers. */
export class ChangeText {
  readonly entry: LedgerEntry;
  #whole: string | null = null;
  #subject: string | null = null;

  constructor(entry: LedgerEntry) {
    this.entry = entry;
  }

  get whole(): string {
    const { id, displayName } = this.entry.actor;
    this.#whole ??= write({ ...toEvent(this.entry), actor: { id, displayName } });
    return this.#whole;
  }

  get subject(): string {
    this.#subject ??= write(toEvent(this.entry));
    return this.#subject;
  }
}

function write(event: z.output<typeof ChangeEvent>): string {
  return JSON.stringify(z.encode(ChangeEvent, event));
}

function toEvent(entry: LedgerEntry) {
  const { sequence, at, action, subject, id } = entry;
  const { partnerId, organizationId } = ownerOf(entry);
  return {
    sequence,
    at,
    action,
    subject: { kind: subject, id },
    ...(partnerId !== null && { partnerId }),
    ...(organizationId !== null && { organizationId }),
  };
}
