import type { Moment } from "../policy/history.ts";
import type { Cascade, OrganizationSettings, PartnerSettings } from "../policy/settings.ts";
import { toCascade, UNCONFIGURED_ORGANIZATION, UNCONFIGURED_PARTNER } from "../policy/settings.ts";
import type { Organization } from "../tenancy/organization.ts";
import { decides, servingPartnersOf } from "./about.ts";
import type { EntryOf, LedgerEntry } from "./entry.ts";
import { describeSubject, type Subject, type SubjectThatDecides } from "./subject.ts";

/** R17: everything that ever decided the schedule of one organization and of one of its users, as moments to fold. */
export interface OrganizationHistory {
  /** One moment for each change (transaction) that concerned it, with its entries; the oldest first. */
  readonly moments: readonly HistoryMoment[];
  /** The last known names of the organization, the user and every partner that ever served, by id. */
  readonly names: ReadonlyMap<string, string>;
}

export interface HistoryMoment extends Moment {
  readonly change: number;
  readonly entries: readonly LedgerEntry[];
}

/**
 * The history of an organization from the entries about it, about one of its users, and about every partner that ever
 * served it, in the order of the ledger.
 */
export function toOrganizationHistory(
  entries: readonly LedgerEntry[],
  organizationId: string,
): OrganizationHistory {
  return { moments: toMoments(entries, organizationId), names: toNames(entries) };
}

/** The ids of the partners that ever served the organizations which these entries are about. */
export function everServing(entries: readonly LedgerEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap((entry) => servingPartnersOf(entry)?.after ?? []));
}

function toNames(entries: readonly LedgerEntry[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const name = nameAfter(entry);
    if (name !== null) names.set(entry.id, name);
  }
  return names;
}

function nameAfter<S extends Subject>({ subject, after }: EntryOf<S>): string | null {
  const { namedBy } = describeSubject(subject);
  const name = namedBy && after?.[namedBy];
  return typeof name === "string" ? name : null;
}

function toMoments(entries: readonly LedgerEntry[], organizationId: string): readonly HistoryMoment[] {
  const folding = new Folding(organizationId);
  const moments: HistoryMoment[] = [];
  for (const [first, ...others] of byChange(entries)) {
    const existed = folding.exists();
    const made = [first, ...others].filter((entry) => folding.learn(entry));
    if (made.length === 0 || !(existed || folding.exists())) continue;
    const { change, at } = first;
    moments.push({ at, change, entries: made, ...folding.now() });
  }
  return moments;
}

function byChange(entries: readonly LedgerEntry[]): readonly [LedgerEntry, ...LedgerEntry[]][] {
  const groups: [LedgerEntry, ...LedgerEntry[]][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    if (group?.[0].change === entry.change) group.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** The state of the organization, its partners and the user while the ledger is read from its beginning. */
class Folding {
  readonly #organizationId: string;
  readonly #partners = new Map<string, PartnerSettings>();
  #organization: Organization | null = null;
  #settings: OrganizationSettings = UNCONFIGURED_ORGANIZATION;
  #switch: boolean | null = null;

  constructor(organizationId: string) {
    this.#organizationId = organizationId;
  }

  exists(): boolean {
    return this.#organization !== null;
  }

  now(): Pick<Moment, "cascade" | "allowAutomaticUpgrades"> {
    return { cascade: this.#cascade(), allowAutomaticUpgrades: this.#switch };
  }

  #cascade(): Cascade | null {
    if (!this.#organization) return null;
    const settingsOf = (id: string) => this.#partners.get(id) ?? UNCONFIGURED_PARTNER;
    return toCascade(this.#organization.partnerIds, this.#settings, settingsOf);
  }

  /** Applies an entry; returns whether it concerns the organization at that time. */
  learn(entry: LedgerEntry): boolean {
    return decides(entry, "standing") && this.#learnStanding(entry);
  }

  #learnStanding(entry: LedgerEntry<SubjectThatDecides<"standing">>): boolean {
    switch (entry.subject) {
      case "organization":
        this.#organization = entry.after;
        if (!entry.after) this.#settings = UNCONFIGURED_ORGANIZATION;
        return true;
      case "organization_settings":
        this.#settings = entry.after ?? UNCONFIGURED_ORGANIZATION;
        return true;
      case "partner_settings":
        this.#partners.set(entry.id, entry.after ?? UNCONFIGURED_PARTNER);
        return this.#organization?.partnerIds.includes(entry.id) ?? false;
      case "user":
        return this.#learnUser(entry);
      case "user_settings":
        if (this.#switch === null) return false;
        this.#switch = entry.after?.allowAutomaticUpgrades ?? false;
        return true;
    }
  }

  /** Applies an entry about the user; one of another organization counts as none. */
  #learnUser({ after }: LedgerEntry<"user">): boolean {
    const isHere = after?.organizationId === this.#organizationId;
    const before = this.#switch;
    this.#switch = isHere ? (before ?? false) : null;
    return isHere || before !== null;
  }
}
