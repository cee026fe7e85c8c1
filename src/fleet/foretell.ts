import type { Instant } from "../instant.ts";
import { AHEAD, type Foresight } from "../policy/foresight.ts";
import { type GroupForesight, GroupSum } from "../policy/group-foresight.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { Standing } from "../policy/standing.ts";
import type { Census } from "./census.ts";
import type { World } from "./world.ts";

/** Installations of an organization that are alike. */
export interface CountedInstallations {
  readonly kind: InstallationKind;
  /** R11: automatic, without a hold, if their user has the switch on, else that of the organization. */
  readonly standing: Standing;
  readonly installations: number;
}

/** What organizations are foretold from. */
export interface Foretelling {
  readonly world: World;
  readonly census: Census;
  readonly foresight: Foresight;
}

/**
 * R56: the foresight of organizations, by id, from the counts of their installations. Yields after each kind: outsiders can
 * give one organization thousands of them.
 */
export function* foreseeOrganizations(
  foretelling: Foretelling,
  organizations: ReadonlyMap<string, number>,
  now: Instant,
): Generator<void, ReadonlyMap<string, GroupForesight>> {
  const found = new Map<string, GroupForesight>();
  for (const [id, number] of organizations) {
    found.set(id, yield* foreseeOrganization(foretelling, number, now));
  }
  return found;
}

/** The foresight of an organization, by its number in the directory. */
function* foreseeOrganization(
  { world, census, foresight }: Foretelling,
  organization: number,
  now: Instant,
): Generator<void, GroupForesight> {
  const { standing } = world.standingClasses.at(world.organizations.standingClassOf(organization));
  const sum = new GroupSum();
  for (const { kind: number, installations } of census.countsOf(organization)) {
    const kind = census.kinds[number];
    if (!kind) continue;
    sum.add(foresight.ofKind(kind, standing, now), installations, kind.isOther ? null : kind.running);
    yield;
  }
  return sum.result(() => foresight.ofNew(standing, now));
}

/** The installations of an organization, by its number in the directory. */
export function countedInstallations(
  world: World,
  census: Census,
  organization: number,
): readonly CountedInstallations[] {
  const { standing } = world.standingClasses.at(world.organizations.standingClassOf(organization));
  const found: CountedInstallations[] = [];
  census.visit(organization, (number, installations) => {
    const kind = census.kinds[number];
    if (!kind) return;
    found.push({ kind, standing: kind.runsAhead ? AHEAD.standing : standing, installations });
  });
  return found;
}

/**
 * R15: whether a user of an organization has a hold of their own, because their switch was turned off. Counts do not tell
 * whose an installation is.
 */
export function hasOwnHolds({ organizations, users }: World, organization: number): boolean {
  if (organization < 0 || !users.isAnyOf(organization)) return false;
  const standingClass = organizations.standingClassOf(organization);
  for (const user of users.of(organization)) {
    if (!users.isOn(user) && users.standingClassOf(user) !== standingClass) return true;
  }
  return false;
}
