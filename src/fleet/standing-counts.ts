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

/** Which organizations to count: those that a partner serves, or these of them; what is left out does not limit. */
export interface CountedPart {
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** How many organizations of a part stand how, in one pass; those that stand alike have one place. */
export function countStandings(world: World, part: CountedPart): readonly StandingCount[] {
  const { organizations, users } = world;
  const rows = new Rows(world);
  for (const number of organizationsOf(world, part)) {
    const row = rows.at(organizations.placeOf(number));
    row.organizations++;
    if (row.organizationIds.length < MAX_NAMED)
      row.organizationIds.push(organizations.directory.textAt(number));
    if (users.isAnyOf(number)) countUsers(world, number, rows);
  }
  return rows.all();
}

/** The numbers of the organizations of a part. */
export function* organizationsOf(world: World, { partnerId, ids }: CountedPart): Generator<number> {
  const { organizations, lineups } = world;
  if (ids) {
    for (const id of ids) {
      const number = organizations.directory.find(id);
      const lineup = world.lineupOf(number);
      if (lineup && (partnerId === undefined || lineup.partnerIds.includes(partnerId))) yield number;
    }
    return;
  }
  for (const lineup of partnerId === undefined ? lineups.all() : lineups.withPartner(partnerId)) {
    yield* organizations.of(lineup);
  }
}

function countUsers({ users, places }: World, organization: number, rows: Rows): void {
  for (const user of users.of(organization)) {
    const place = users.placeOf(user);
    if (places.governedAt(place).code === "user_on_automatic_upgrades") rows.at(place).users++;
  }
}

/** One row for each place. */
class Rows {
  readonly #world: World;
  readonly #byPlace = new Map<number, Row>();

  constructor(world: World) {
    this.#world = world;
  }

  at(place: number): Row {
    const known = this.#byPlace.get(place);
    if (known) return known;
    const { standing } = this.#world.places.governedAt(place);
    const row: Row = { standing, organizations: 0, users: 0, organizationIds: [] };
    this.#byPlace.set(place, row);
    return row;
  }

  all(): readonly Row[] {
    return [...this.#byPlace.values()];
  }
}
