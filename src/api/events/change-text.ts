import { z } from "zod";
import { ChangeEvent } from "../../contract/event.ts";
import { ownerOf } from "../../ledger/about.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { SeenActor } from "../../tenancy/shown-actor.ts";

/**
 * The text of an entry for streams of events, with its actor as a reader is shown it or without; each is written once
 * for all readers that get the same.
 */
export class ChangeText {
  readonly entry: LedgerEntry;
  readonly #whole = new Map<string, string>();
  #subject: string | null = null;

  constructor(entry: LedgerEntry) {
    this.entry = entry;
  }

  /** The text with the actor. */
  whole({ id, displayName }: SeenActor): string {
    const key = JSON.stringify([id, displayName]);
    const text = this.#whole.get(key) ?? write({ ...toEvent(this.entry), actor: { id, displayName } });
    this.#whole.set(key, text);
    return text;
  }

  /** The text without the actor. */
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
