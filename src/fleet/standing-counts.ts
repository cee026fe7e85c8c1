import type { Standing } from "../policy/standing.ts";
import type { StandingCount } from "../policy/standing-count.ts";
import type { World } from "./world.ts";

interface Row {
  readonly standing: Standing;
  organizations: number;
}

/**
 * Which organizations to count: those that a partner serves, or those with these ids, or both; undefined does not
 * limit.
 */
export interface CountedPart {
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** How many organizations of a part have each standing, counted in one pass. */
export function countStandings(world: World, part: CountedPart): readonly StandingCount[] {
  const { organizations, standingClasses } = world;
  const rows = new Map<number, Row>();
  for (const number of organizationsOf(world, part)) {
    const standingClass = organizations.standingClassOf(number);
    const row = rows.get(standingClass);
    if (row) row.organizations++;
    else
      rows.set(standingClass, {
        standing: standingClasses.governedAt(standingClass).standing,
        organizations: 1,
      });
  }
  return [...rows.values()];
}

/** The numbers of the organizations of a part. */
function* organizationsOf(world: World, { partnerId, ids }: CountedPart): Generator<number> {
  const { organizations, circumstancesTable } = world;
  if (ids) {
    for (const id of ids) {
      const number = organizations.directory.find(id);
      const circumstances = world.circumstancesOf(number);
      if (circumstances && (partnerId === undefined || circumstances.partnerIds.includes(partnerId)))
        yield number;
    }
    return;
  }
  for (const circumstances of partnerId === undefined
    ? circumstancesTable.all()
    : circumstancesTable.withPartner(partnerId)) {
    yield* organizations.of(circumstances);
  }
}

/** A part with at most so many organizations is listed at once. */
const FEW = 2_000;

/** The same as {@link organizationsOf}, each once, for a caller during whose work the world may change. */
export function numbersOf(world: World, part: CountedPart): Iterable<number> {
  const { ids, partnerId } = part;
  const isSmall = ids !== undefined || (partnerId !== undefined && countServedBy(world, partnerId) <= FEW);
  return isSmall ? [...organizationsOf(world, part)] : numbersInOrder(world, partnerId);
}

/** How many organizations a partner serves. */
export function countServedBy({ circumstancesTable }: World, partnerId: string): number {
  let count = 0;
  for (const { size } of circumstancesTable.withPartner(partnerId)) count += size;
  return count;
}

/** Goes through the numbers themselves, whose order no change touches. */
function* numbersInOrder(world: World, partnerId: string | undefined): Generator<number> {
  const { directory } = world.organizations;
  for (let number = 0; number < directory.end; number++) {
    const circumstances = world.circumstancesOf(number);
    if (circumstances && (partnerId === undefined || circumstances.partnerIds.includes(partnerId)))
      yield number;
  }
}
