import type { CountedOrganization } from "../policy/release-tally.ts";
import type { Standing } from "../policy/standing.ts";
import type { Census } from "./census.ts";
import { numbersOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

const NONE: readonly number[] = [];

/**
 * Every organization, for the preview of a step with a release, one at a time: memory does not grow with their number. The
 * world may change meanwhile.
 */
export function* countedOrganizations(world: World, census: Census): Generator<FleetOrganization> {
  const { organizations, standingClasses } = world;
  const standings = new Map<number, Standing>();
  let { sequence } = world;
  for (const number of numbersOf(world, {})) {
    if (world.sequence !== sequence) standings.clear();
    sequence = world.sequence;
    const standingClass = organizations.standingClassOf(number);
    const standing = standings.get(standingClass) ?? standingClasses.governedAt(standingClass).standing;
    standings.set(standingClass, standing);
    yield new FleetOrganization(world, census, number, standing);
  }
}

/** One organization. Looks up its id lazily, because a preview names only a few. */
class FleetOrganization implements CountedOrganization {
  readonly standing: Standing;
  readonly #world: World;
  readonly #census: Census;
  readonly #number: number;

  constructor(world: World, census: Census, number: number, standing: Standing) {
    this.standing = standing;
    this.#world = world;
    this.#census = census;
    this.#number = number;
  }

  get id(): string {
    return this.#world.organizations.directory.textAt(this.#number);
  }

  get usersAhead(): number {
    return countUsersAhead(this.#world, this.#number);
  }

  /** The numbers of its kinds of which an array, by these numbers, says nothing. Nearly always there are none. */
  kindsBut(known: readonly unknown[]): readonly number[] {
    const census = this.#census;
    let found: number[] | null = null;
    for (let record = census.firstOf(this.#number); record >= 0; record = census.nextOf(record)) {
      const kind = census.kindIn(record);
      if (known[kind] !== undefined) continue;
      found ??= [];
      found.push(kind);
    }
    return found ?? NONE;
  }

  visit(see: (kind: number, count: number) => void): void {
    this.#census.visit(this.#number, see);
  }
}

/** R11: how many users of an organization, by its number, are on automatic upgrades whatever its schedule is. */
function countUsersAhead({ users, standingClasses }: World, organization: number): number {
  if (!users.isAnyOf(organization)) return 0;
  let count = 0;
  for (const user of users.of(organization)) {
    const { code } = standingClasses.governedAt(users.standingClassOf(user));
    if (code === "user_on_automatic_upgrades") count++;
  }
  return count;
}
