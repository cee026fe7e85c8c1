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

/** The cascade of one organization, and the switch of one user, after one change of the ledger. */
export interface Moment {
  readonly at: Instant;
  /** The cascade, or null if the organization did not exist. */
  readonly cascade: Cascade | null;
  /** The user's switch, or null if there is no user or the user did not exist then. */
  readonly allowAutomaticUpgrades: boolean | null;
}

/** The state of an organization and of one of its users at an instant, each null if it did not exist. */
export interface PastStanding {
  readonly organization: OrganizationState | null;
  readonly user: UserState | null;
}

/**
 * R17: folds moments, oldest first, up to the instant `until`, included. It is the one definition of how standings
 * follow from the ledger; code that updates them step by step must give the same result.
 */
export function foldHistory(moments: readonly Moment[], until: Instant): PastStanding {
  return new HistoryFold(moments).foldTo(until);
}

/** The same fold for one instant after another, each of them not before the last one. */
export class HistoryFold {
  readonly #moments: readonly Moment[];
  #folded = 0;
  #past: PastStanding = { organization: null, user: null };

  /** `moments` are those to fold, the oldest first. */
  constructor(moments: readonly Moment[]) {
    this.#moments = moments;
  }

  foldTo(until: Instant): PastStanding {
    for (let next = this.#moments[this.#folded]; next; next = this.#moments[this.#folded]) {
      if (next.at > until) break;
      this.#past = step(this.#past, next);
      this.#folded++;
    }
    return this.#past;
  }
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
