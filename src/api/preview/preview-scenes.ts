import type { DecidedSettings } from "../../commands/organizations/organization-settings.ts";
import type { Instant } from "../../instant.ts";
import { previewOrganizations } from "../../policy/preview.ts";
import { UNCONFIGURED_PARTNER } from "../../policy/settings.ts";
import type { Context } from "../context.ts";
import type { SeenOutcomes } from "./preview-answer.ts";

type DecidedScene = Pick<DecidedSettings, "scene" | "after">;

/** The effect of changes of single organizations; the fleet must have caught up. */
export function previewScenes(
  { fleet }: Context,
  changed: readonly DecidedScene[],
  now: Instant,
): SeenOutcomes {
  const partners = changed.flatMap(({ scene }) => scene.partners);
  const byId = new Map(partners.map((one) => [one.partner.id, one.settings]));
  const standpoints = changed.map(({ scene: { organization, settings }, after }) => ({
    id: organization.id,
    partnerIds: organization.partnerIds,
    settings,
    after,
    standing: fleet.standingClassOf(organization.id, null).standing,
    usersOnAutomatic: fleet.countUsersOnAutomatic(organization.id),
    addInstallations: (sums: number[]) => fleet.addInstallations(sums, organization.id),
  }));
  const watch = fleet.watchExpiries(now);
  const settingsOf = (id: string) => byId.get(id) ?? UNCONFIGURED_PARTNER;
  const counts = previewOrganizations(standpoints, settingsOf, now, watch);
  return { counts, expiries: watch.result() };
}
