import { z } from "zod";
import { formatVersion } from "../../catalog/version.ts";
import { type NextCells, ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import { ORGANIZATION_FILTERS } from "../../contract/organization.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Scene } from "../../policy/editability.ts";
import type { ForesightBasis } from "../../policy/group-foresight.ts";
import type { ComingOffer } from "../../policy/next-offer.ts";
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
    for await (const scenes of eachVisibleScene(context.store.database, actor, asked))
      yield toLines(
        context,
        scenes.filter(({ organization }) => isIn(organization.id)),
        now,
      );
  },
});

/** The lines of organizations; `now` is the instant from which it is foretold what comes next for them. */
async function toLines(
  context: Context,
  scenes: readonly Scene[],
  now: Instant,
): Promise<readonly (OrganizationLine & NextCells)[]> {
  const ids = scenes.map(({ organization }) => organization.id);
  const foreseen = await foreseeOrganizations(context, ids, now);
  return scenes.map((scene) => {
    const { next = null, basis } = foreseen.get(scene.organization.id) ?? {};
    return { ...toLine(scene), ...(next && basis && toNextCells(next, basis)) };
  });
}

/** R56: days are calendar days in UTC, whoever looks. */
function toNextCells({ release, at }: ComingOffer, basis: ForesightBasis): NextCells {
  return {
    nextVersion: formatVersion(release.version),
    nextDay: formatInstant(at).slice(0, 10),
    nextBasis: basis,
  };
}

function toLine({ organization, settings: { legacy } }: Scene): OrganizationLine {
  return {
    name: organization.name,
    partnerIds: [...organization.partnerIds],
    ...(legacy && { legacyFrequency: legacy.frequency, legacyWeeks: legacy.weeks }),
  };
}
