import type { Instant } from "../../instant.ts";
import {
  changeOrganizationSettings,
  type OrganizationChange,
  returnToInheritance,
} from "../../policy/change.ts";
import type { Scene } from "../../policy/editability.ts";
import { previewOrganizations } from "../../policy/preview.ts";
import type { Schedule } from "../../policy/schedule.ts";
import { type OrganizationSettings, UNCONFIGURED_PARTNER } from "../../policy/settings.ts";
import type { OutcomeCount } from "../../policy/tally.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";

/** What is asked for one organization; `inherit`: the return to inheritance (R9). */
export interface AskedChange extends Omit<OrganizationChange, "schedule"> {
  readonly schedule?: Schedule | "inherit";
}

/** The settings that the change leaves, or why it is refused: decided by the functions of the PUT and the DELETE. */
export function decideSettings(
  scene: Scene,
  asked: AskedChange,
  actor: Actor,
  at: Instant,
): Result<OrganizationSettings, Refusal> {
  const { schedule, ...others } = asked;
  if (schedule === "inherit") return returnToInheritance(scene, actor);
  return changeOrganizationSettings(scene, { ...others, ...(schedule && { schedule }) }, actor, at);
}

/** An organization and the settings that a change of it would leave. */
export interface ChangedScene {
  readonly scene: Scene;
  readonly after: OrganizationSettings;
}

/** What changes of single organizations would do; the fleet must have caught up. */
export function previewScenes(
  { fleet }: Context,
  changed: readonly ChangedScene[],
  now: Instant,
): readonly OutcomeCount[] {
  const partners = changed.flatMap(({ scene }) => scene.partners);
  const byId = new Map(partners.map((one) => [one.partner.id, one.settings]));
  const standpoints = changed.map(({ scene: { organization, settings }, after }) => ({
    id: organization.id,
    partnerIds: organization.partnerIds,
    settings,
    after,
    standing: fleet.place(organization.id, null).standing,
    usersOnAutomatic: fleet.countUsersOnAutomatic(organization.id),
    addInstallations: (sums: number[]) => fleet.addInstallations(sums, organization.id),
  }));
  return previewOrganizations(standpoints, (id) => byId.get(id) ?? UNCONFIGURED_PARTNER, now);
}
