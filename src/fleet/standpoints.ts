import type { GoverningStanding } from "../policy/decide.ts";
import type { Standpoint } from "../policy/preview.ts";
import type { Census } from "./census.ts";
import type { Circumstances } from "./circumstances.ts";
import type { World } from "./world.ts";

/** The organizations that a partner serves, for a preview, one at a time: memory does not grow with their number. */
export function* standpointsServedBy(world: World, partnerId: string, census: Census): Generator<Standpoint> {
  const governed = new Map<number, GoverningStanding>();
  for (const circumstances of world.circumstancesTable.withPartner(partnerId)) {
    for (const number of world.organizations.of(circumstances)) {
      const standingClass = world.organizations.standingClassOf(number);
      const known = governed.get(standingClass) ?? world.standingClasses.governedAt(standingClass);
      governed.set(standingClass, known);
      yield new FleetStandpoint(world, census, number, { circumstances, standing: known.standing });
    }
  }
}

/** What an organization is governed by, and the standing that follows from it. */
interface Governed {
  readonly circumstances: Circumstances;
  readonly standing: GoverningStanding["standing"];
}

/** One organization. Looks up lazily what a preview needs for only a few organizations. */
class FleetStandpoint implements Standpoint {
  readonly partnerIds: Circumstances["partnerIds"];
  readonly settings: Circumstances["settings"];
  readonly standing: GoverningStanding["standing"];
  readonly #world: World;
  readonly #census: Census;
  readonly #number: number;

  constructor(world: World, census: Census, number: number, governed: Governed) {
    this.partnerIds = governed.circumstances.partnerIds;
    this.settings = governed.circumstances.settings;
    this.standing = governed.standing;
    this.#world = world;
    this.#census = census;
    this.#number = number;
  }

  get id(): string {
    return this.#world.organizations.directory.textAt(this.#number);
  }

  get usersOnAutomatic(): number {
    return countUsersOnAutomatic(this.#world, this.#number);
  }

  addInstallations(sums: number[]): void {
    this.#census.addNumbered(sums, this.#number);
  }
}

/** R11: how many users of an organization, by its number in the directory, have the switch on. */
export function countUsersOnAutomatic({ users }: World, organization: number): number {
  if (!users.isAnyOf(organization)) return 0;
  let count = 0;
  for (const user of users.of(organization)) if (users.isOn(user)) count++;
  return count;
}
