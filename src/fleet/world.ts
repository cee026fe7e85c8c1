import { type Calendar, toCalendar } from "../catalog/calendar.ts";
import { NOTHING_SAID, type Product } from "../catalog/product.ts";
import type { Instant } from "../instant.ts";
import { decides } from "../ledger/about.ts";
import { CalendarLog } from "../ledger/calendar-log.ts";
import type { LedgerEntry, LedgerPosition } from "../ledger/entry.ts";
import { LEDGER_START } from "../ledger/hash.ts";
import type { Subject, SubjectThatDecides } from "../ledger/subject.ts";
import {
  beginOrganization,
  changeOrganization,
  changeUser,
  governedOf,
  type OrganizationState,
} from "../policy/organization-state.ts";
import {
  type OrganizationSettings,
  type PartnerSettings,
  toCascade,
  UNCONFIGURED_ORGANIZATION,
  UNCONFIGURED_PARTNER,
} from "../policy/settings.ts";
import { ChainPosition } from "./chain-position.ts";
import { type Circumstances, CircumstancesTable, reduceSettings, settingsAt } from "./circumstances.ts";
import { Enrolments } from "./enrolments.ts";
import { atOnce } from "./in-slices.ts";
import { Organizations } from "./organizations.ts";
import { PendingChange, type PendingSwitch } from "./pending-change.ts";
import { type PlannedStanding, planStandings, type StandingPlan } from "./plan-standings.ts";
import { NOBODY, StandingClasses } from "./standing-class.ts";
import { Users } from "./users.ts";

type StandingSubject = SubjectThatDecides<"standing">;
/** A change that is about to be in force, and how organizations stand then. */
interface PlannedChange {
  readonly pending: PendingChange;
  readonly plan: StandingPlan;
}

type Taker<S extends Subject> = (entry: LedgerEntry<S>, pending: PendingChange) => void;

/** The parts of a world; a part that is left out begins empty. */
export interface WorldParts {
  readonly standingClasses: StandingClasses;
  readonly organizations: Organizations;
  readonly users: Users;
  readonly circumstancesTable: CircumstancesTable;
  readonly partners: Map<string, PartnerSettings>;
  readonly log: CalendarLog;
  readonly product: Product;
  readonly head: LedgerPosition;
}

/**
 * Every organization's standing, updated by one transaction of the ledger after another. At each point it equals what
 * `policy/history` computes from the whole ledger. Circumstances are shared, so each organization takes only numbers;
 * users are held only if their standing differs from their organization's.
 */
export class World {
  readonly standingClasses: StandingClasses;
  readonly organizations: Organizations;
  readonly users: Users;
  readonly circumstancesTable: CircumstancesTable;
  readonly partners: Map<string, PartnerSettings>;
  readonly log: CalendarLog;
  readonly position: ChainPosition;
  calendar: Calendar;
  /** What the vendor says of its apps; the same object until that changes. */
  product: Product;
  readonly enrolments = new Enrolments();
  #pending: PendingChange | null = null;
  /** Collects the effect of an entry, by its subject. */
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
    this.standingClasses = parts.standingClasses ?? new StandingClasses();
    this.organizations = parts.organizations ?? new Organizations();
    this.users = parts.users ?? new Users();
    this.circumstancesTable = parts.circumstancesTable ?? new CircumstancesTable();
    this.partners = parts.partners ?? new Map();
    this.log = parts.log ?? new CalendarLog();
    this.calendar = toCalendar(this.log.entries());
    this.product = parts.product ?? NOTHING_SAID;
    this.position = new ChainPosition(parts.head ?? LEDGER_START);
  }

  /** The position of the last entry that is in force. */
  get head(): LedgerPosition {
    return this.position.head;
  }

  get sequence(): number {
    return this.head.sequence;
  }

  /** The sequence of the first entry of the transaction that is not in force yet, or null if there is none. */
  get pendingChange(): number | null {
    return this.#pending?.change ?? null;
  }

  partnerSettings(partnerId: string): PartnerSettings {
    return this.partners.get(partnerId) ?? UNCONFIGURED_PARTNER;
  }

  /** What decides the schedule of an organization, by its number, or undefined if it does not exist. */
  circumstancesOf(number: number): Circumstances | undefined {
    return this.circumstancesTable.at(this.organizations.circumstancesOf(number));
  }

  /** Applies all entries of one transaction, in order. */
  apply(entries: readonly LedgerEntry[]): void {
    this.take(entries);
    this.settle();
  }

  /** Collects some entries of one transaction, in order. They are not in force before {@link settle}. */
  take(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) {
      this.#pending ??= new PendingChange(entry.at, entry.change);
      this.#takeEntry(entry, this.#pending);
      this.position.take(entry);
    }
  }

  /** Puts the collected entries of a transaction in force, at its one instant. */
  settle(): void {
    atOnce(this.settling());
  }

  /**
   * Does what {@link settle} does in steps, between which everything that is read of this world is as it was before; the last
   * step changes all of it. Nothing may be taken meanwhile.
   */
  *settling(): Generator<void, void> {
    const pending = this.#pending;
    if (!pending) return;
    const plan = yield* planStandings(this, pending);
    this.#pending = null;
    this.product = pending.product ?? this.product;
    for (const [id, settings] of pending.partners) this.partners.set(id, settings);
    for (const [number, circumstances] of pending.circumstances)
      this.#move(number, circumstances, { pending, plan });
    this.enrolments.settle(pending);
    this.#holdUsers(pending);
    for (const [number, planned] of plan) this.#stand(number, planned, pending.at);
    for (const [id, one] of pending.users) this.#restatePending(id, one, pending.at);
    this.circumstancesTable.sweep();
    this.standingClasses.sweep();
    this.position.settle();
    if (this.log.isStale) {
      this.calendar = toCalendar(this.log.entries());
      this.standingClasses.clearAnswers();
    }
  }

  #takeEntry(entry: LedgerEntry, pending: PendingChange): void {
    if (decides(entry, "calendar")) this.log.take(entry);
    if (decides(entry, "wording")) pending.product = entry.after ?? NOTHING_SAID;
    if (decides(entry, "counting")) this.enrolments.take(entry, pending, this.organizations.directory);
    if (!decides(entry, "standing")) return;
    const take = this.#takers[entry.subject] as Taker<StandingSubject>;
    take(entry, pending);
  }

  #takeOrganization(id: string, partnerIds: readonly string[] | null, pending: PendingChange): void {
    const number = this.organizations.directory.add(id);
    if (number < 0) return;
    const known = this.#circumstancesToBe(number, pending);
    const { settings } = known ?? reduceSettings(UNCONFIGURED_ORGANIZATION);
    pending.circumstances.set(number, partnerIds && this.circumstancesTable.of(partnerIds, settings));
    // The settings of a deleted organization are deleted with it.
    if (!partnerIds) pending.saidAt.set(number, 0);
  }

  #takeSettings(id: string, after: OrganizationSettings, pending: PendingChange): void {
    const number = this.organizations.directory.find(id);
    const known = this.#circumstancesToBe(number, pending);
    if (!known) return;
    const { settings, saidAt } = reduceSettings(after);
    pending.circumstances.set(number, this.circumstancesTable.of(known.partnerIds, settings));
    pending.saidAt.set(number, saidAt);
  }

  #takeSwitch(entry: LedgerEntry, isOn: boolean | null, pending: PendingChange): void {
    const { id, organizationId } = entry;
    if (organizationId !== null) pending.users.set(id, { organizationId, isOn });
  }

  #circumstancesToBe(number: number, { circumstances }: PendingChange): Circumstances | null | undefined {
    const pending = circumstances.get(number);
    return pending === undefined ? this.circumstancesOf(number) : pending;
  }

  /**
   * Moves an organization to new circumstances. Its standing class stays until all have theirs, unless it is new or
   * deleted.
   */
  #move(number: number, circumstances: Circumstances | null, { pending, plan }: PlannedChange): void {
    const { organizations } = this;
    const before = this.circumstancesOf(number);
    const saidAt = pending.saidAt.get(number) ?? organizations.saidAt(number);
    organizations.move(number, before, circumstances, saidAt);
    if (before) this.circumstancesTable.leave(before);
    const planned = plan.get(number);
    if (planned && !before) this.#setStandingClass(number, planned.standingClass, pending.at);
    if (!circumstances) this.#remove(number);
  }

  #remove(number: number): void {
    for (const user of this.users.of(number)) this.#forget(user);
    this.standingClasses.move(this.organizations.standingClassOf(number), NOBODY);
    this.organizations.setStandingClass(number, NOBODY);
  }

  #forget(user: number): void {
    this.standingClasses.move(this.users.standingClassOf(user), NOBODY);
    this.users.forget(user);
  }

  /** R11: a user who was not held has the standing that the organization had before this change. */
  #holdUsers({ users }: PendingChange): void {
    for (const [id, { isOn, ...where }] of users) {
      const organization = this.organizations.directory.find(where.organizationId);
      if (!this.circumstancesOf(organization)) continue;
      const known = this.users.find(id, organization);
      if (isOn === null) {
        if (known >= 0) this.#forget(known);
      } else if (known >= 0) this.users.set(known, this.users.standingClassOf(known), isOn);
      else if (isOn) this.#hold(id, organization);
    }
  }

  #hold(id: string, organization: number): void {
    const standingClass = this.organizations.standingClassOf(organization);
    const user = this.users.hold(id, organization);
    if (user < 0) return;
    this.users.set(user, standingClass, true);
    this.standingClasses.move(NOBODY, standingClass);
  }

  #stand(number: number, { state, standingClass }: PlannedStanding, at: Instant): void {
    if (!this.#setStandingClass(number, standingClass, at)) return;
    for (const user of this.users.of(number)) this.#restateUser(user, state, at);
  }

  #restatePending(id: string, { organizationId }: PendingSwitch, at: Instant): void {
    const organization = this.organizations.directory.find(organizationId);
    const circumstances = this.circumstancesOf(organization);
    const user = this.users.find(id, organization);
    if (circumstances && user >= 0)
      this.#restateUser(user, this.#stateOf(organization, circumstances, at), at);
  }

  #restateUser(user: number, organization: OrganizationState, at: Instant): void {
    const before = this.users.standingClassOf(user);
    const isOn = this.users.isOn(user);
    const { standing } = this.standingClasses.governedAt(before);
    const state = changeUser({ allowAutomaticUpgrades: isOn, standing }, organization, isOn, at);
    const standingClass = this.standingClasses.numberOf(governedOf(organization, state));
    this.standingClasses.move(before, standingClass);
    this.users.set(user, standingClass, isOn);
    // From here on the user's standing is always the organization's, until the switch is on again.
    if (!isOn && standingClass === this.organizations.standingClassOf(this.users.organizationOf(user)))
      this.#forget(user);
  }

  /** The state of an organization after a change; deciding it twice for the same instant changes nothing. */
  #stateOf(number: number, circumstances: Circumstances, at: Instant): OrganizationState {
    const settings = settingsAt(circumstances, this.organizations.saidAt(number));
    const cascade = toCascade(circumstances.partnerIds, settings, (id) => this.partnerSettings(id));
    const { standing } = this.standingClasses.governedAt(this.organizations.standingClassOf(number));
    return changeOrganization({ ...beginOrganization(cascade, at), standing }, cascade, at);
  }

  /** Sets the standing class of an organization; returns whether it changed. */
  #setStandingClass(number: number, standingClass: number, at: Instant): boolean {
    const { organizations, standingClasses } = this;
    const before = organizations.standingClassOf(number);
    if (standingClass === before) return false;
    if (before === NOBODY || !standingClasses.isSameStanding(before, standingClass))
      organizations.beginStanding(number, at);
    standingClasses.move(before, standingClass);
    organizations.setStandingClass(number, standingClass);
    return true;
  }
}
