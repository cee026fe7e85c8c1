import { type DecideMany, uncounted } from "../../commands/batch.ts";
import { findVisibleScenes } from "../../commands/organizations/find-visible-scenes.ts";
import {
  type DecidedSettings,
  decideSettings,
  recordSettings,
} from "../../commands/organizations/organization-settings.ts";
import { permit } from "../../commands/perform.ts";
import { LEGACY_LINES, type LegacyLine } from "../../contract/bulk-data.ts";
import { err, ok, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { importEndpoint } from "./import-endpoint.ts";

const KIND = "import_legacy_settings";

export const importLegacySettings = importEndpoint({
  path: "/v1/imports/legacy-settings",
  summary:
    "Enter what organizations had set in the older feature (R23), from CSV or NDJSON: all of it, or nothing if a line is bad",
  kind: {
    shape: LEGACY_LINES,
    permit: (actor) => permit(actor, KIND),
    decider: (actor) => uncounted(decideOnce(actor)),
    identity: null,
    record: recordSettings,
    drafting: null,
  },
});

/** Refuses a second line about one organization, which could contradict the first. */
function decideOnce(actor: Actor): DecideMany<LegacyLine, DecidedSettings> {
  const seen = new Set<string>();
  return async (database, lines, at) => {
    const ids = lines.map((line) => line.organizationId);
    const visible = await findVisibleScenes(database, actor, ids);
    return lines.map(({ organizationId: id, ...legacy }) => {
      const scene = visible.get(id);
      if (!scene) return notFound("organization");
      if (seen.has(id)) return err(TWICE);
      seen.add(id);
      const after = decideSettings(scene, { kind: KIND, id, ...legacy }, { actor, at });
      return after.ok ? ok({ scene, after: after.value, action: KIND }) : after;
    });
  };
}

const TWICE = refuse(
  "organization_twice",
  "An earlier line is about the same organization; keep one of them.",
);
