import type { Instant } from "../instant.ts";
import type { GoverningStanding } from "./decide.ts";
import { type Governing, resolve } from "./resolve.ts";
import { AUTOMATIC, isSameSchedule, type Schedule } from "./schedule.ts";
import type { Cascade } from "./settings.ts";
import { beginStanding, changeStanding, type Standing } from "./standing.ts";

/** The state of an organization at one position of the ledger: what governs it, since when, and its standing. */
export interface OrganizationState {
  readonly governing: Governing;
  /** The instant at which the governing rule, partners or schedule last changed or were set again. */
  readonly since: Instant;
  readonly standing: Standing;
}

/** R15: an organization's first schedule, at its creation, is no change. */
export function beginOrganization(cascade: Cascade, at: Instant): OrganizationState {
  const governing = resolve(cascade);
  return { governing, since: at, standing: beginStanding(governing.schedule) };
}

/** R9, R10, R14 to R16: the state after any change in the cascade, whatever its cause. */
export function changeOrganization(
  state: OrganizationState,
  cascade: Cascade,
  at: Instant,
): OrganizationState {
  const governing = resolve(cascade);
  const standing = changeStanding(state.standing, governing.schedule, at);
  return { governing, since: isSameGoverning(state.governing, governing) ? state.since : at, standing };
}

function isSameGoverning(a: Governing, b: Governing): boolean {
  return (
    a.code === b.code &&
    a.setAt === b.setAt &&
    isSameSchedule(a.schedule, b.schedule) &&
    a.partnerIds.join() === b.partnerIds.join()
  );
}

/** R11: a user's switch, and the standing that follows from it. */
export interface UserState {
  readonly allowAutomaticUpgrades: boolean;
  readonly standing: Standing;
}

/** The state of a new user: the standing of the organization. */
export function beginUser(organization: OrganizationState): UserState {
  return { allowAutomaticUpgrades: false, standing: organization.standing };
}

/** R11, R15: a user's state after a change of the organization's state or of the switch. */
export function changeUser(
  state: UserState,
  organization: OrganizationState,
  allowAutomaticUpgrades: boolean,
  at: Instant,
): UserState {
  const schedule = userSchedule(organization.standing.schedule, allowAutomaticUpgrades);
  return { allowAutomaticUpgrades, standing: changeStanding(state.standing, schedule, at) };
}

/** R11: a user with the switch on is on automatic; users have no other schedule of their own. */
function userSchedule(organization: Schedule, allowAutomaticUpgrades: boolean): Schedule {
  return allowAutomaticUpgrades ? AUTOMATIC : organization;
}

/** R21: what governs an unknown organization: the vendor default, with the same code as for those that have it. */
export const GOVERNED_BY_VENDOR: GoverningStanding = {
  code: "vendor_default",
  standing: beginStanding(AUTOMATIC),
};

/** The standing that a verdict follows: the user's if there is one, else the organization's, with the code why. */
export function governedOf(organization: OrganizationState, user: UserState | null): GoverningStanding {
  const { schedule } = organization.standing;
  if (user?.allowAutomaticUpgrades && schedule.cadence !== "automatic") {
    return { code: "user_on_automatic_upgrades", standing: user.standing };
  }
  return { code: organization.governing.code, standing: user?.standing ?? organization.standing };
}
