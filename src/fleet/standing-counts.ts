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
export function* organizationsOf(world: World, { partnerId, ids }: CountedPart): Generator<number> {
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
