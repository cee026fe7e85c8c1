import type { Instant } from "../instant.ts";
import {
  beginOrganization,
  beginUser,
  changeOrganization,
  changeUser,
  type OrganizationState,
  type UserState,
} from "./organization-state.ts";
import type { Cascade } from "./settings.ts";

/** The cascade of one organization (and the switch of one user) after one change of the ledger. */
export interface Moment {
  readonly at: Instant;
  /** Null: the organization did not exist (any more). */
  readonly cascade: Cascade | null;
  /** The asked user's switch; null: no user asked for, or not existing then. */
  readonly allowAutomaticUpgrades: boolean | null;
}

/** How an organization and one of its users stood at an instant; null where they did not exist. */
export interface PastStanding {
  readonly organization: OrganizationState | null;
  readonly user: UserState | null;
}

/**
 * R17: folds moments, oldest first, up to and with the instant `until`. It is the one definition of how standings come
 * about; whatever keeps them up to date step by step must say the same.
 */
export function foldHistory(moments: readonly Moment[], until: Instant): PastStanding {
  let past: PastStanding = { organization: null, user: null };
  for (const moment of moments) {
    if (moment.at > until) break;
    past = step(past, moment);
  }
  return past;
}

function step(past: PastStanding, { at, cascade, allowAutomaticUpgrades }: Moment): PastStanding {
  if (!cascade) return { organization: null, user: null };
  const organization = past.organization
    ? changeOrganization(past.organization, cascade, at)
    : beginOrganization(cascade, at);
  if (allowAutomaticUpgrades === null) return { organization, user: null };
  const user = past.user ?? beginUser(organization);
  return { organization, user: changeUser(user, organization, allowAutomaticUpgrades, at) };
}
