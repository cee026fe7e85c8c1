import { z } from "zod";
import { formatVersion } from "../../catalog/version.ts";
import { type NextCells, ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import { ORGANIZATION_FILTERS } from "../../contract/organization.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Scene } from "../../policy/editability.ts";
import type { GroupNext } from "../../policy/group-foresight.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { numbersAsSeenBy } from "../../tenancy/customer-number.ts";
import type { Context } from "../context.ts";
import { foreseeOrganizations } from "../forecast/foresee.ts";
import { findVisibleMatches } from "../organizations/find-visible-matches.ts";
import { eachVisibleScene } from "./each-visible-scene.ts";
import { exportEndpoint } from "./export-endpoint.ts";

export const exportOrganizations = exportEndpoint({
  path: "/v1/exports/organizations",
  summary:
    "The organizations of one's subtree as CSV or NDJSON, as an import takes them, with what comes next; the filters are those of the list",
  shape: ORGANIZATION_LINES,
  query: z.strictObject(ORGANIZATION_FILTERS),
  async *lines(context, actor, asked) {
    await Promise.all([context.follower.catchUp(), context.census.catchUp()]);
    const now = context.now();
    const matches = await findVisibleMatches(context, actor, asked, now);
    const isIn = (id: string) => matches === null || matches.has(context.fleet.numberOf(id));
    for await (const scenes of eachVisibleScene(context.store.database, actor, asked)) {
      const wanted = scenes.filter(({ organization }) => isIn(organization.id));
      const next = await nextCellsOf(context, wanted, now);
      yield wanted.map((scene) => ({ ...toLine(actor, scene), ...next.get(scene.organization.id) }));
    }
  },
});

/** R56: what comes next, by organization, foretold from `now` on; nothing of those for whom nothing is in sight. */
async function nextCellsOf(
  context: Context,
  scenes: readonly Scene[],
  now: Instant,
): Promise<ReadonlyMap<string, NextCells>> {
  const ids = scenes.map(({ organization }) => organization.id);
  const foreseen = await foreseeOrganizations(context, ids, now);
  return new Map([...foreseen].flatMap(([id, { next }]) => (next ? [[id, toNextCells(next)] as const] : [])));
}

/** Days are calendar days in UTC, whoever looks. */
function toNextCells({ release, at, basis, isExact }: GroupNext): NextCells {
  return {
    nextVersion: formatVersion(release.version),
    nextDay: formatInstant(at).slice(0, 10),
    nextBasis: basis,
    nextIsExact: isExact,
  };
}

function toLine(actor: Actor, { organization, settings: { legacy } }: Scene): OrganizationLine {
  const numbers = numbersAsSeenBy(actor, organization.customerNumbers);
  const isNumbered = Object.keys(numbers).length > 0;
  return {
    name: organization.name,
    partnerIds: [...organization.partnerIds],
    customerNumbers: isNumbered ? organization.partnerIds.map((partnerId) => numbers[partnerId] ?? "") : [],
    ...(legacy && { legacyFrequency: legacy.frequency, legacyWeeks: legacy.weeks }),
  };
}
