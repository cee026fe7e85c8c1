import type { Product } from "../catalog/product.ts";
import type { Instant } from "../instant.ts";
import type { PartnerSettings } from "../policy/settings.ts";
import type { Enrolment } from "../tenancy/enrolment.ts";
import type { Circumstances } from "./circumstances.ts";

/** R11: a user's switch as it was saved. */
export interface PendingSwitch {
  readonly organizationId: string;
  /** Whether it is on, or null if the user was deleted. */
  readonly isOn: boolean | null;
}

/**
 * The effects of one transaction's entries, collected until all of them are read: numbers for each organization, not
 * the entries themselves. A transaction's entries share one instant and are in force together.
 */
export class PendingChange {
  readonly at: Instant;
  /** The sequence of the transaction's first entry, which all of its entries name. */
  readonly change: number;
  readonly partners = new Map<string, PartnerSettings>();
  /** By the organization's number: its new circumstances, or null if it was deleted. */
  readonly circumstances = new Map<number, Circumstances | null>();
  /** By the organization's number: when the newest schedule that a partner set for it was set, in milliseconds. */
  readonly saidAt = new Map<number, number>();
  /** By the user's id. */
  readonly users = new Map<string, PendingSwitch>();
  /** What the vendor says of its apps from now on, or null if that stays. */
  product: Product | null = null;
  /** By the organization's number: its enrolment, or null if it has none any more. */
  readonly enrolments = new Map<number, Enrolment | null>();

  constructor(at: Instant, change: number) {
    this.at = at;
    this.change = change;
  }
}
