import type { Standing } from "../policy/standing.ts";
import type { StandingCount } from "../policy/standing-count.ts";
import { MAX_NAMED } from "../policy/tally.ts";
import type { World } from "./world.ts";

interface Row {
  readonly standing: Standing;
  organizations: number;
  users: number;
  readonly organizationIds: string[];
}

/**
 * Which organizations to count: those that a partner serves, or those with these ids, or both; undefined does not
 * limit.
 */
export interface CountedPart {
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** How many organizations and users of a part have each standing, counted in one pass. */
export function countStandings(world: World, part: CountedPart): readonly StandingCount[] {
  const { organizations, users } = world;
  const rows = new Rows(world);
  for (const number of organizationsOf(world, part)) {
    const row = rows.at(organizations.standingClassOf(number));
    row.organizations++;
    if (row.organizationIds.length < MAX_NAMED)
      row.organizationIds.push(organizations.directory.textAt(number));
    if (users.isAnyOf(number)) countUsers(world, number, rows);
  }
  return rows.all();
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

function countUsers({ users, standingClasses }: World, organization: number, rows: Rows): void {
  for (const user of users.of(organization)) {
    const standingClass = users.standingClassOf(user);
    if (standingClasses.governedAt(standingClass).code === "user_on_automatic_upgrades")
      rows.at(standingClass).users++;
  }
}

/** The counts, one row for each standing class. */
class Rows {
  readonly #world: World;
  readonly #byStandingClass = new Map<number, Row>();

  constructor(world: World) {
    this.#world = world;
  }

  at(standingClass: number): Row {
    const known = this.#byStandingClass.get(standingClass);
    if (known) return known;
    const { standing } = this.#world.standingClasses.governedAt(standingClass);
    const row: Row = { standing, organizations: 0, users: 0, organizationIds: [] };
    this.#byStandingClass.set(standingClass, row);
    return row;
  }

  all(): readonly Row[] {
    return [...this.#byStandingClass.values()];
  }
}
