import { z } from "zod";
import { ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import { ORGANIZATION_FILTERS } from "../../contract/organization.ts";
import type { Scene } from "../../policy/editability.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { numbersAsSeenBy } from "../../tenancy/customer-number.ts";
import { asksFleet } from "../organizations/asked-filters.ts";
import { findVisibleMatches } from "../organizations/find-visible-matches.ts";
import { eachVisibleScene } from "./each-visible-scene.ts";
import { exportEndpoint } from "./export-endpoint.ts";

export const exportOrganizations = exportEndpoint({
  path: "/v1/exports/organizations",
  summary:
    "The organizations of one's subtree as CSV or NDJSON, as an import takes them; the filters are those of the list",
  shape: ORGANIZATION_LINES,
  query: z.strictObject(ORGANIZATION_FILTERS),
  async *lines(context, actor, asked) {
    if (asksFleet(asked)) await Promise.all([context.follower.catchUp(), context.census.catchUp()]);
    const matches = await findVisibleMatches(context, actor, asked, context.now());
    const isIn = (id: string) => matches === null || matches.has(context.fleet.numberOf(id));
    for await (const scenes of eachVisibleScene(context.store.database, actor, asked))
      yield scenes.filter(({ organization }) => isIn(organization.id)).map((scene) => toLine(actor, scene));
  },
});

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
