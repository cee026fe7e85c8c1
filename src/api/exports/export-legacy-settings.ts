import { LEGACY_LINES, type LegacyLine } from "../../contract/bulk-data.ts";
import type { Scene } from "../../policy/editability.ts";
import { eachVisibleScene } from "./each-visible-scene.ts";
import { exportEndpoint } from "./export-endpoint.ts";

export const exportLegacySettings = exportEndpoint({
  path: "/v1/exports/legacy-settings",
  summary: "The legacy settings of one's subtree that are not migrated yet (R24), as an import takes them",
  shape: LEGACY_LINES,
  async *lines({ store: { database } }, actor) {
    for await (const scenes of eachVisibleScene(database, actor, { state: ["legacy"] }))
      yield scenes.flatMap(toLine);
  },
});

function toLine({ organization, settings: { legacy } }: Scene): LegacyLine[] {
  return legacy
    ? [{ organizationId: organization.id, frequency: legacy.frequency, weeks: legacy.weeks }]
    : [];
}
