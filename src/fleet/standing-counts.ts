import { governedOf } from "../policy/organization-state.ts";
import type { Standing } from "../policy/standing.ts";
import type { StandingCount } from "../policy/standing-count.ts";
import { MAX_NAMED } from "../policy/tally.ts";
import type { FleetOrganization, World } from "./world.ts";

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

/** How many organizations of a part stand how, in one pass; those that stand alike share one standing. */
export function countStandings(world: World, part: CountedPart): readonly StandingCount[] {
  const rows = new Map<Standing, Row>();
  for (const known of organizationsOf(world, part)) {
    if (!known.state) continue;
    const row = rowOf(rows, known.state.standing);
    row.organizations++;
    if (row.organizationIds.length < MAX_NAMED) row.organizationIds.push(known.organization.id);
    if (known.userIds) countUsers(world, known, rows);
  }
  return [...rows.values()];
}

/** The organizations of a part. */
export function* organizationsOf(world: World, { partnerId, ids }: CountedPart): Iterable<FleetOrganization> {
  if (ids) {
    for (const id of ids) {
      const known = world.organizations.get(id);
      if (known && (partnerId === undefined || known.organization.partnerIds.includes(partnerId)))
        yield known;
    }
  } else {
    yield* partnerId === undefined ? world.organizations.values() : world.servedBy(partnerId);
  }
}

function countUsers(world: World, { userIds, state }: FleetOrganization, rows: Map<Standing, Row>): void {
  for (const userId of userIds ?? []) {
    const user = world.users.get(userId);
    if (!state || !user?.place) continue;
    if (governedOf(state, user.state).code === "user_on_automatic_upgrades") {
      rowOf(rows, user.place.standing).users++;
    }
  }
}

function rowOf(rows: Map<Standing, Row>, standing: Standing): Row {
  const known = rows.get(standing);
  if (known) return known;
  const row: Row = { standing, organizations: 0, users: 0, organizationIds: [] };
  rows.set(standing, row);
  return row;
}
