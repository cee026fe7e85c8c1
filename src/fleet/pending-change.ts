import type { Instant } from "../instant.ts";
import type { PartnerSettings } from "../policy/settings.ts";
import type { Circumstances } from "./circumstances.ts";

/** R11: a user's switch as it was saved; `isOn` null: the user is gone. */
export interface PendingSwitch {
  readonly organizationId: string;
  readonly isOn: boolean | null;
}

/**
 * What the entries of one transaction bring, until all of them are taken: numbers for each organization, not the entries
 * themselves. A transaction's entries share one instant and are in force together.
 */
export class PendingChange {
  readonly at: Instant;
  /** The entry that it began with, which all of its entries name. */
  readonly change: number;
  readonly partners = new Map<string, PartnerSettings>();
  /** By the number of the organization: where it will be; null: it is gone. */
  readonly circumstances = new Map<number, Circumstances | null>();
  /** By the number of the organization: when the newest of its partners' words was said. */
  readonly saidAt = new Map<number, number>();
  /** By id. */
  readonly users = new Map<string, PendingSwitch>();

  constructor(at: Instant, change: number) {
    this.at = at;
    this.change = change;
  }
}
