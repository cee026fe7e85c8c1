import type { Standpoint } from "../policy/preview.ts";
import type { Census } from "./census.ts";
import type { World } from "./world.ts";

/** The organizations that a partner serves, as a preview looks at them: one at a time, so that a million need no memory. */
export function* standpointsServedBy(world: World, partnerId: string, census: Census): Generator<Standpoint> {
  for (const { organization, settings, state, userIds } of world.servedBy(partnerId)) {
    if (!state) continue;
    const { id, partnerIds } = organization;
    const usersOnAutomatic = userIds ? countUsersOnAutomatic(world, id) : 0;
    const addInstallations = (sums: number[]) => census.addTo(sums, id);
    yield { id, partnerIds, settings, standing: state.standing, usersOnAutomatic, addInstallations };
  }
}

/** R11: how many users of an organization have the switch on. */
export function countUsersOnAutomatic(world: World, organizationId: string): number {
  let count = 0;
  for (const userId of world.organizations.get(organizationId)?.userIds ?? []) {
    if (world.users.get(userId)?.allowAutomaticUpgrades) count++;
  }
  return count;
}
