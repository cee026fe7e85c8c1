import type { Updater } from "../../catalog/updaters.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import { type FleetFilter, Matcher, type Matches } from "../../fleet/matching.ts";
import type { CountedPart } from "../../fleet/standing-counts.ts";
import { TARGETS } from "../../fleet/targets.ts";
import type { Instant } from "../../instant.ts";
import type { Installation } from "../../store/tables/installation-row.ts";
import { listInstallationsOfKinds, type OrganizationKind } from "../../store/tables/installation-search.ts";
import { BY_NAME } from "../../store/tables/organization-order.ts";
import type { OrganizationKey } from "../../store/tables/scenes.ts";
import type { Context } from "../context.ts";
import { keysOfMatches } from "../organizations/page-of-matches.ts";

/** The last installation of the page before. */
export interface InstallationEnd {
  readonly organization: OrganizationKey;
  readonly installation: string;
}

interface AskedInstallations {
  readonly part: CountedPart;
  readonly filter: FleetFilter;
  readonly matches: Matches;
  readonly now: Instant;
  readonly updater: Updater | null | undefined;
  /** Only those that asked then or later. */
  readonly since: Instant | undefined;
  readonly after: InstallationEnd | undefined;
  readonly max: number;
}

interface FoundInstallation {
  readonly row: Installation;
  readonly organizationName: string;
}

/** The most organizations that are looked through at once. */
const MOST_AT_ONCE = 4_000;

type ListContext = Pick<Context, "store" | "fleet">;

/**
 * A page of the installations within a filter, by the names of their organizations and then by id. Memory says which
 * organizations have some, and of which kinds they are; the database is asked for just these, and for more where those that
 * were counted do not fill the page.
 */
export async function pageOfInstallations(
  context: ListContext,
  asked: AskedInstallations,
): Promise<readonly FoundInstallation[]> {
  const { after, max } = asked;
  const found: FoundInstallation[] = [];
  let last = after?.organization;
  let waiting = after && isAmong(context, asked.matches, after.organization) ? [after.organization] : [];
  for (let most = max; ; most = Math.min(2 * most, MOST_AT_ONCE)) {
    const page = { ...asked.part, order: BY_NAME, after: last, max: most };
    const keys = await keysOfMatches(context, page, asked.matches, (key) => key);
    last = keys.at(-1) ?? last;
    found.push(...(await installationsIn(context, asked, [...waiting, ...keys], max - found.length)));
    waiting = [];
    if (found.length >= max || keys.length < most) return found;
  }
}

function isAmong({ fleet }: ListContext, matches: Matches, { id }: OrganizationKey): boolean {
  return matches.has(fleet.numberOf(id));
}

/** The installations of some organizations, in their order, up to a number. */
async function installationsIn(
  context: ListContext,
  { filter, now, updater, since, after }: AskedInstallations,
  organizations: readonly OrganizationKey[],
  max: number,
): Promise<readonly FoundInstallation[]> {
  if (organizations.length === 0) return [];
  const kinds = await inSlices(kindsIn(context, { filter, now }, organizations));
  const rows = await listInstallationsOfKinds(context.store.database, {
    kinds,
    updater,
    since,
    max,
    organizationIds: organizations.map(({ id }) => id),
    after: after && { organizationId: after.organization.id, id: after.installation },
  });
  const names = new Map(organizations.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ row, organizationName: names.get(row.organizationId) ?? "" }));
}

/** The kinds within a filter of some organizations. */
function* kindsIn(
  { fleet }: ListContext,
  { filter, now }: Pick<AskedInstallations, "filter" | "now">,
  organizations: readonly OrganizationKey[],
): Generator<void, readonly OrganizationKind[]> {
  const counted = fleet.countedAt(now);
  const matcher = new Matcher(counted, filter);
  const found: OrganizationKind[] = [];
  for (const { id } of organizations) {
    const number = fleet.numberOf(id);
    const statuses = matcher.knownIn(number) ?? (yield* matcher.decideIn(number));
    for (const { kind } of matcher.kindsOf(number, statuses)) {
      const { target, version, runsAhead, computer } = counted.census.describe(kind);
      const { platform, arch } = TARGETS[target] as (typeof TARGETS)[number];
      found.push({ organizationId: id, platform, arch, version, runsAhead, computer });
    }
  }
  return found;
}
