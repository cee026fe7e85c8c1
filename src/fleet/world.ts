import { type Calendar, toCalendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { decides } from "../ledger/about.ts";
import { CalendarLog } from "../ledger/calendar-log.ts";
import type { LedgerEntry, LedgerPosition } from "../ledger/entry.ts";
import type { Subject, SubjectThatDecides } from "../ledger/subject.ts";
import {
  beginOrganization,
  changeOrganization,
  changeUser,
  governedOf,
  type OrganizationState,
} from "../policy/organization-state.ts";
import {
  type Cascade,
  type OrganizationSettings,
  type PartnerSettings,
  toCascade,
  UNCONFIGURED_ORGANIZATION,
  UNCONFIGURED_PARTNER,
} from "../policy/settings.ts";
import { type Circumstances, CircumstancesTable, reduceSettings, settingsAt } from "./circumstances.ts";
import { Organizations } from "./organizations.ts";
import { PendingChange, type PendingSwitch } from "./pending-change.ts";
import { NOBODY, StandingClasses } from "./standing-class.ts";
import { Users } from "./users.ts";

type StandingSubject = SubjectThatDecides<"standing">;
type Taker<S extends Subject> = (entry: LedgerEntry<S>, pending: PendingChange) => void;

/** What a world is made of; left out, it begins empty. */
export interface WorldParts {
  readonly places: StandingClasses;
  readonly organizations: Organizations;
  readonly users: Users;
  readonly lineups: CircumstancesTable;
  readonly partners: Map<string, PartnerSettings>;
  readonly log: CalendarLog;
  readonly head: LedgerPosition;
}

/**
 * Every organization's standing, kept up to date by one transaction of the ledger after another. It says at each point
 * what `policy/history` would say from the whole ledger. What decides is kept once for all organizations that have it in
 * common, and for each only numbers; of users, only those that stand otherwise than their organization are held.
 */
export class World {
  readonly places: StandingClasses;
  readonly organizations: Organizations;
  readonly users: Users;
  readonly lineups: CircumstancesTable;
  readonly partners: Map<string, PartnerSettings>;
  readonly log: CalendarLog;
  calendar: Calendar;
  #head: LedgerPosition;
  #taken: LedgerPosition;
  #pending: PendingChange | null = null;
  /** What an entry of each subject brings. */
  readonly #takers: { readonly [S in StandingSubject]: Taker<S> } = {
    partner_settings: ({ id, after }, { partners }) => partners.set(id, after ?? UNCONFIGURED_PARTNER),
    organization: ({ id, after }, pending) => this.#takeOrganization(id, after?.partnerIds ?? null, pending),
    organization_settings: ({ id, after }, pending) =>
      this.#takeSettings(id, after ?? UNCONFIGURED_ORGANIZATION, pending),
    user: (entry, pending) => {
      if (!entry.after) this.#takeSwitch(entry, null, pending);
    },
    user_settings: (entry, pending) =>
      this.#takeSwitch(entry, entry.after?.allowAutomaticUpgrades ?? false, pending),
  };

  constructor(parts: Partial<WorldParts> = {}) {
    this.places = parts.places ?? new StandingClasses();
    this.organizations = parts.organizations ?? new Organizations();
    this.users = parts.users ?? new Users();
    this.lineups = parts.lineups ?? new CircumstancesTable();
    this.partners = parts.partners ?? new Map();
    this.log = parts.log ?? new CalendarLog();
    this.calendar = toCalendar(this.log.entries());
    this.#head = parts.head ?? { sequence: 0, hash: "" };
    this.#taken = this.#head;
  }

  /** The last entry that is in force. */
  get head(): LedgerPosition {
    return this.#head;
  }

  get sequence(): number {
    return this.#head.sequence;
  }

  /** The last entry that was taken; its transaction may not be at its end. */
  get takenSequence(): number {
    return this.#taken.sequence;
  }

  /** The entry with which the transaction began that is not in force yet; null: there is none. */
  get pendingChange(): number | null {
    return this.#pending?.change ?? null;
  }

  partnerSettings(partnerId: string): PartnerSettings {
    return this.partners.get(partnerId) ?? UNCONFIGURED_PARTNER;
  }

  /** What decides an organization's schedule, by its number; undefined: it does not exist. */
  lineupOf(number: number): Circumstances | undefined {
    return this.lineups.at(this.organizations.lineupOf(number));
  }

  /** Takes the entries of one transaction, in order, all of them. */
  apply(entries: readonly LedgerEntry[]): void {
    this.take(entries);
    this.settle();
  }

  /** Takes some entries of one transaction, in order. Nothing of it is in force before {@link settle}. */
  take(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) {
      this.#pending ??= new PendingChange(entry.at, entry.change);
      this.#takeEntry(entry, this.#pending);
      this.#taken = { sequence: entry.sequence, hash: entry.hash };
    }
  }

  /** Puts in force what was taken: all entries of a transaction, at its one instant. */
  settle(): void {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = null;
    for (const [id, settings] of pending.partners) this.partners.set(id, settings);
    for (const [number, lineup] of pending.lineups) this.#move(number, lineup, pending);
    this.#holdUsers(pending);
    this.#restateAll(pending);
    this.lineups.sweep();
    this.places.sweep();
    this.#head = this.#taken;
    if (this.log.isStale) {
      this.calendar = toCalendar(this.log.entries());
      this.places.clearAnswers();
    }
  }

  #takeEntry(entry: LedgerEntry, pending: PendingChange): void {
    if (decides(entry, "calendar")) this.log.take(entry);
    if (!decides(entry, "standing")) return;
    const take = this.#takers[entry.subject] as Taker<StandingSubject>;
    take(entry, pending);
  }

  #takeOrganization(id: string, partnerIds: readonly string[] | null, pending: PendingChange): void {
    const number = this.organizations.directory.add(id);
    if (number < 0) return;
    const known = this.#lineupToBe(number, pending);
    const { settings } = known ?? reduceSettings(UNCONFIGURED_ORGANIZATION);
    pending.lineups.set(number, partnerIds && this.lineups.of(partnerIds, settings));
    // What was set for one that is gone is gone with it.
    if (!partnerIds) pending.saidAt.set(number, 0);
  }

  #takeSettings(id: string, after: OrganizationSettings, pending: PendingChange): void {
    const number = this.organizations.directory.find(id);
    const known = this.#lineupToBe(number, pending);
    if (!known) return;
    const { settings, saidAt } = reduceSettings(after);
    pending.lineups.set(number, this.lineups.of(known.partnerIds, settings));
    pending.saidAt.set(number, saidAt);
  }

  #takeSwitch(entry: LedgerEntry, isOn: boolean | null, pending: PendingChange): void {
    const { id, organizationId } = entry;
    if (organizationId !== null) pending.users.set(id, { organizationId, isOn });
  }

  #lineupToBe(number: number, { lineups }: PendingChange): Circumstances | null | undefined {
    const pending = lineups.get(number);
    return pending === undefined ? this.lineupOf(number) : pending;
  }

  /** Moves an organization to its new lineup; its place stays, until all is restated, but for one that begins or goes. */
  #move(number: number, lineup: Circumstances | null, { at, saidAt }: PendingChange): void {
    const { organizations } = this;
    const before = this.lineupOf(number);
    organizations.move(number, before, lineup, saidAt.get(number) ?? organizations.saidAt(number));
    if (before) this.lineups.leave(before);
    if (lineup && !before) this.#setPlace(number, beginOrganization(this.#cascadeOf(number, lineup), at));
    if (!lineup) this.#remove(number);
  }

  #remove(number: number): void {
    for (const user of this.users.of(number)) this.#forget(user);
    this.places.move(this.organizations.placeOf(number), NOBODY);
    this.organizations.setPlace(number, NOBODY);
  }

  #forget(user: number): void {
    this.places.move(this.users.placeOf(user), NOBODY);
    this.users.forget(user);
  }

  /** R11: whoever was not held stands as the organization stood before this change. */
  #holdUsers({ users }: PendingChange): void {
    for (const [id, { isOn, ...where }] of users) {
      const organization = this.organizations.directory.find(where.organizationId);
      if (!this.lineupOf(organization)) continue;
      const known = this.users.find(id, organization);
      if (isOn === null) {
        if (known >= 0) this.#forget(known);
      } else if (known >= 0) this.users.set(known, this.users.placeOf(known), isOn);
      else if (isOn) this.#hold(id, organization);
    }
  }

  #hold(id: string, organization: number): void {
    const place = this.organizations.placeOf(organization);
    const user = this.users.hold(id, organization);
    if (user < 0) return;
    this.users.set(user, place, true);
    this.places.move(NOBODY, place);
  }

  #restateAll({ at, partners, lineups, users }: PendingChange): void {
    for (const partnerId of partners.keys()) {
      for (const lineup of this.lineups.withPartner(partnerId)) this.#restateLineup(lineup, at);
    }
    for (const number of lineups.keys()) this.#restate(number, at);
    for (const [id, pending] of users) this.#restatePending(id, pending, at);
  }

  /** Organizations of one lineup that stand alike are decided once. */
  #restateLineup(lineup: Circumstances, at: Instant): void {
    const states = new Map<number, OrganizationState>();
    for (const number of this.organizations.of(lineup)) {
      const before = this.organizations.placeOf(number);
      const state = states.get(before) ?? this.#stateOf(number, lineup, at);
      if (!lineup.isTimed) states.set(before, state);
      this.#stand(number, state, at);
    }
  }

  #restate(number: number, at: Instant): void {
    const lineup = this.lineupOf(number);
    if (lineup) this.#stand(number, this.#stateOf(number, lineup, at), at);
  }

  #stand(number: number, state: OrganizationState, at: Instant): void {
    if (!this.#setPlace(number, state)) return;
    for (const user of this.users.of(number)) this.#restateUser(user, state, at);
  }

  #restatePending(id: string, { organizationId }: PendingSwitch, at: Instant): void {
    const organization = this.organizations.directory.find(organizationId);
    const lineup = this.lineupOf(organization);
    const user = this.users.find(id, organization);
    if (lineup && user >= 0) this.#restateUser(user, this.#stateOf(organization, lineup, at), at);
  }

  #restateUser(user: number, organization: OrganizationState, at: Instant): void {
    const before = this.users.placeOf(user);
    const isOn = this.users.isOn(user);
    const { standing } = this.places.governedAt(before);
    const state = changeUser({ allowAutomaticUpgrades: isOn, standing }, organization, isOn, at);
    const place = this.places.numberOf(governedOf(organization, state));
    this.places.move(before, place);
    this.users.set(user, place, isOn);
    // From here on the user stands as the organization does, whatever comes, until the switch is on again.
    if (!isOn && place === this.organizations.placeOf(this.users.organizationOf(user))) this.#forget(user);
  }

  /** How an organization stands after a change; deciding it twice for the same instant changes nothing. */
  #stateOf(number: number, lineup: Circumstances, at: Instant): OrganizationState {
    const cascade = this.#cascadeOf(number, lineup);
    const { standing } = this.places.governedAt(this.organizations.placeOf(number));
    return changeOrganization({ ...beginOrganization(cascade, at), standing }, cascade, at);
  }

  /** Whether the place is another one than before. */
  #setPlace(number: number, state: OrganizationState): boolean {
    const before = this.organizations.placeOf(number);
    const place = this.places.numberOf(governedOf(state, null));
    if (place === before) return false;
    this.places.move(before, place);
    this.organizations.setPlace(number, place);
    return true;
  }

  #cascadeOf(number: number, lineup: Circumstances): Cascade {
    const settings = settingsAt(lineup, this.organizations.saidAt(number));
    return toCascade(lineup.partnerIds, settings, (id) => this.partnerSettings(id));
  }
}
