import { ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import type { Scene } from "../../policy/editability.ts";
import { eachVisibleScene } from "./each-visible-scene.ts";
import { exportEndpoint } from "./export-endpoint.ts";

export const exportOrganizations = exportEndpoint({
  path: "/v1/exports/organizations",
  summary: "The organizations of one's subtree as CSV or NDJSON, as an import takes them",
  shape: ORGANIZATION_LINES,
  async *lines(database, actor) {
    for await (const scenes of eachVisibleScene(database, actor)) yield scenes.map(toLine);
  },
});

function toLine({ organization, settings: { legacy } }: Scene): OrganizationLine {
  return {
    name: organization.name,
    partnerIds: [...organization.partnerIds],
    ...(legacy && { legacyFrequency: legacy.frequency, legacyWeeks: legacy.weeks }),
  };
}
