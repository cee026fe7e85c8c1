import type { Instant } from "../instant.ts";
import {
  beginOrganization,
  changeOrganization,
  governedOf,
  type OrganizationState,
} from "../policy/organization-state.ts";
import { type PartnerSettings, toCascade } from "../policy/settings.ts";
import { type Circumstances, type CircumstancesTable, settingsAt } from "./circumstances.ts";
import type { Organizations } from "./organizations.ts";
import type { PendingChange } from "./pending-change.ts";
import type { StandingClasses } from "./standing-class.ts";

/** How an organization stands once a change is in force. */
export interface PlannedStanding {
  readonly state: OrganizationState;
  readonly standingClass: number;
}

/** By the organization's number: how each stands that a change concerns, without those that it deletes. */
export type StandingPlan = ReadonlyMap<number, PlannedStanding>;

/** The parts of a world that say how organizations stand before the change. */
interface PlannedWorld {
  readonly standingClasses: StandingClasses;
  readonly organizations: Organizations;
  readonly circumstancesTable: CircumstancesTable;
  partnerSettings(partnerId: string): PartnerSettings;
  circumstancesOf(number: number): Circumstances | undefined;
}

/** How many organizations are planned between two yields. */
const AT_ONCE = 32;
/** Stands for the standing class of an organization that is new. */
const NEW = -1;

/**
 * Decides how organizations stand after a change that is not in force yet, and changes nothing that is read: those with new
 * circumstances, and all that a partner with a new default serves. Those that are alike are decided once. Yields often.
 */
export function* planStandings(world: PlannedWorld, pending: PendingChange): Generator<void, StandingPlan> {
  const plan = new Map<number, PlannedStanding>();
  const planner = new Planner(world, pending);
  for (const [number, circumstances] of organizationsOf(world, pending)) {
    plan.set(number, planner.standingOf(number, circumstances));
    if (plan.size % AT_ONCE === 0) yield;
  }
  return plan;
}

/** Each organization that the change concerns, with its circumstances after the change. */
function* organizationsOf(
  { circumstancesTable, organizations }: PlannedWorld,
  pending: PendingChange,
): Generator<readonly [number, Circumstances], void, undefined> {
  for (const [number, circumstances] of pending.circumstances) {
    if (circumstances) yield [number, circumstances];
  }
  for (const partnerId of pending.partners.keys()) {
    for (const circumstances of circumstancesTable.withPartner(partnerId)) {
      for (const number of organizations.of(circumstances)) {
        if (!pending.circumstances.has(number)) yield [number, circumstances];
      }
    }
  }
}

class Planner {
  readonly #world: PlannedWorld;
  readonly #pending: PendingChange;
  /** By circumstances, and by the standing class before: what is decided already. */
  readonly #decided = new Map<Circumstances, Map<number, PlannedStanding>>();

  constructor(world: PlannedWorld, pending: PendingChange) {
    this.#world = world;
    this.#pending = pending;
  }

  standingOf(number: number, circumstances: Circumstances): PlannedStanding {
    const { organizations } = this.#world;
    const before = this.#world.circumstancesOf(number) ? organizations.standingClassOf(number) : NEW;
    const known = this.#decided.get(circumstances) ?? new Map<number, PlannedStanding>();
    const alike = known.get(before);
    if (alike) return alike;
    const planned = this.#decide(before, circumstances, this.#saidAt(number));
    // Of these, what another partner said may be newer for one organization than for another.
    if (circumstances.isTimed) return planned;
    this.#decided.set(circumstances, known.set(before, planned));
    return planned;
  }

  #decide(before: number, circumstances: Circumstances, saidAt: number): PlannedStanding {
    const { standingClasses } = this.#world;
    const settings = settingsAt(circumstances, saidAt);
    const cascade = toCascade(circumstances.partnerIds, settings, (id) => this.#settingsOf(id));
    const begun = beginOrganization(cascade, this.#at);
    const standing = before === NEW ? begun.standing : standingClasses.governedAt(before).standing;
    const state = changeOrganization({ ...begun, standing }, cascade, this.#at);
    return { state, standingClass: standingClasses.numberOf(governedOf(state, null)) };
  }

  #saidAt(number: number): number {
    return this.#pending.saidAt.get(number) ?? this.#world.organizations.saidAt(number);
  }

  #settingsOf(partnerId: string): PartnerSettings {
    return this.#pending.partners.get(partnerId) ?? this.#world.partnerSettings(partnerId);
  }

  get #at(): Instant {
    return this.#pending.at;
  }
}
