import type { Instant } from "../instant.ts";
import type { GoverningStanding } from "./decide.ts";
import { type Governing, resolve } from "./resolve.ts";
import { AUTOMATIC, isSameSchedule, type Schedule } from "./schedule.ts";
import type { Cascade } from "./settings.ts";
import { beginStanding, changeStanding, type Standing } from "./standing.ts";

/** How an organization stands at one point of the ledger: who governs it, since when, and its standing. */
export interface OrganizationState {
  readonly governing: Governing;
  /** Since when this decides: the instant at which the governing rule, word or schedule last became another. */
  readonly since: Instant;
  readonly standing: Standing;
}

/** R15: an organization's first schedule, at its creation, is no change. */
export function beginOrganization(cascade: Cascade, at: Instant): OrganizationState {
  const governing = resolve(cascade);
  return { governing, since: at, standing: beginStanding(governing.schedule) };
}

/** What a change of anything in the cascade does to the organization (R9, R10, R14 to R16); the cause plays no part. */
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

/** How a user stands: the switch and the standing that follows from it (R11). */
export interface UserState {
  readonly allowAutomaticUpgrades: boolean;
  readonly standing: Standing;
}

/** A new user stands as the organization does. */
export function beginUser(organization: OrganizationState): UserState {
  return { allowAutomaticUpgrades: false, standing: organization.standing };
}

/** R11, R15: what a change of the organization's state or of the user's switch does to the user. */
export function changeUser(
  state: UserState,
  organization: OrganizationState,
  allowAutomaticUpgrades: boolean,
  at: Instant,
): UserState {
  const schedule = userSchedule(organization.standing.schedule, allowAutomaticUpgrades);
  return { allowAutomaticUpgrades, standing: changeStanding(state.standing, schedule, at) };
}

/** R11: a user with the switch on runs on automatic; users have no other schedule of their own. */
function userSchedule(organization: Schedule, allowAutomaticUpgrades: boolean): Schedule {
  return allowAutomaticUpgrades ? AUTOMATIC : organization;
}

/** R21: what governs where nothing is known of who asks: the vendor default, in the same words as for those it governs. */
export const GOVERNED_BY_VENDOR: GoverningStanding = {
  code: "vendor_default",
  standing: beginStanding(AUTOMATIC),
};

/** Whose standing a verdict follows: the user's while the switch has an effect or left a hold, else the organization's. */
export function governedOf(organization: OrganizationState, user: UserState | null): GoverningStanding {
  const { schedule } = organization.standing;
  if (user?.allowAutomaticUpgrades && schedule.cadence !== "automatic") {
    return { code: "user_on_automatic_upgrades", standing: user.standing };
  }
  return { code: organization.governing.code, standing: user?.standing ?? organization.standing };
}
