import { ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import { OrganizationListQuery } from "../../contract/organization.ts";
import type { Scene } from "../../policy/editability.ts";
import { eachVisibleScene } from "./each-visible-scene.ts";
import { exportEndpoint } from "./export-endpoint.ts";

export const exportOrganizations = exportEndpoint({
  path: "/v1/exports/organizations",
  summary:
    "The organizations of one's subtree as CSV or NDJSON, as an import takes them; the filters are those of the list",
  shape: ORGANIZATION_LINES,
  query: OrganizationListQuery.pick({ partnerId: true, q: true, state: true }),
  async *lines(database, actor, filters) {
    for await (const scenes of eachVisibleScene(database, actor, filters)) yield scenes.map(toLine);
  },
});

function toLine({ organization, settings: { legacy } }: Scene): OrganizationLine {
  return {
    name: organization.name,
    partnerIds: [...organization.partnerIds],
    ...(legacy && { legacyFrequency: legacy.frequency, legacyWeeks: legacy.weeks }),
  };
}
