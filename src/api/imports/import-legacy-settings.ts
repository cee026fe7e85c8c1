import { LEGACY_LINES, type LegacyLine } from "../../contract/bulk-data.ts";
import type { Scene } from "../../policy/editability.ts";
import { enterLegacy } from "../../policy/enter-legacy.ts";
import type { OrganizationSettings } from "../../policy/settings.ts";
import { err, ok, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { findVisibleScenes } from "./find-visible-scenes.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { DecideLines } from "./import-kind.ts";

interface LegacyImportLine {
  readonly scene: Scene;
  readonly after: OrganizationSettings;
}

export const importLegacySettings = importEndpoint({
  path: "/v1/imports/legacy-settings",
  summary:
    "Enter what organizations had set in the older feature (R23), from CSV or NDJSON: all of it, or nothing if a line is bad",
  kind: {
    shape: LEGACY_LINES,
    permit: (actor) => (may(actor, "manage_organizations") ? ok(true) : notAllowed("add legacy settings")),
    decider,
    async record(transaction, ready) {
      const changed = ready.filter(({ scene, after }) => after !== scene.settings);
      await transaction.recordAll(
        changed.map(({ scene, after }) => {
          const [id, before] = [scene.organization.id, scene.settings];
          const action = "import_legacy_settings";
          return { subject: "organization_settings", id, action, before, after } as const;
        }),
      );
    },
  },
});

/** Two lines about one organization would contradict each other. */
function decider(actor: Actor): DecideLines<LegacyLine, LegacyImportLine> {
  const seen = new Set<string>();
  return async (database, lines, at) => {
    const ids = lines.map((line) => line.organizationId);
    const visible = await findVisibleScenes(database, actor, ids);
    return lines.map(({ organizationId, ...legacy }) => {
      const scene = visible.get(organizationId);
      if (!scene) return notFound("organization");
      if (seen.has(organizationId)) return err(TWICE);
      seen.add(organizationId);
      const entered = enterLegacy(scene, legacy, actor, at);
      return entered.ok ? ok({ scene, after: entered.value }) : entered;
    });
  };
}

const TWICE = refuse(
  "organization_twice",
  "An earlier line is about the same organization; keep one of them.",
);
