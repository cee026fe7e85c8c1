import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, levelOf } from "../tenancy/actor.ts";
import type { Organization } from "../tenancy/organization.ts";
import { hasReleaseManagement, type Partner } from "../tenancy/partner.ts";
import { may } from "../tenancy/permission.ts";
import { type OrganizationSettings, type PartnerSettings, perOrganizationSettings } from "./settings.ts";

/** The reasons why a person who sees settings cannot edit them, each with the sentence of its refusal. */
export const NOT_EDITABLE = {
  role_read_only: "Your role can see these settings but not change them; ask an administrator who can.",
  feature_off:
    "The feature atlas-webex-release-management is off for this partner (R13). Contact support to turn it on.",
  override_not_allowed:
    "Your service provider does not allow customers to override this setting (R12); ask your provider to change it.",
} as const;
export type NotEditableReason = keyof typeof NOT_EDITABLE;

/** A partner with its settings. */
export interface ConfiguredPartner {
  readonly partner: Partner;
  readonly settings: PartnerSettings;
}

/** An organization, its settings and the partners that serve it: all that a change of its settings depends on. */
export interface Scene {
  readonly organization: Organization;
  readonly settings: OrganizationSettings;
  readonly partners: readonly ConfiguredPartner[];
}

/**
 * R12: whether the customer's administrators may edit. All partners must allow it, for this organization or by default.
 */
export function allowsCustomerOverride(scene: Scene): boolean {
  return scene.partners.every(
    ({ partner, settings }) =>
      perOrganizationSettings(scene.settings, partner.id).allowCustomerOverride ??
      settings.allowCustomerOverride,
  );
}

/** R12, R13: whether the actor, who sees the organization, may edit its settings. */
export function mayEditOrganization(actor: Actor, scene: Scene): Result<true, Refusal<NotEditableReason>> {
  if (!may(actor, "change_organization_settings")) return notEditable("role_read_only");
  switch (levelOf(actor.role)) {
    case "vendor":
      return ok(true);
    case "partner": {
      const own = scene.partners.find(({ partner }) => partner.id === actor.partnerId);
      return own && hasReleaseManagement(own.partner) ? ok(true) : notEditable("feature_off");
    }
    case "organization":
      return allowsCustomerOverride(scene) ? ok(true) : notEditable("override_not_allowed");
  }
}

/** R13: whether the actor, who sees the partner, may edit its settings. */
export function mayEditPartner(actor: Actor, partner: Partner): Result<true, Refusal<NotEditableReason>> {
  // An administrator limited to some customers does not decide for all of them.
  if (!may(actor, "change_partner_settings") || actor.organizationIds !== null)
    return notEditable("role_read_only");
  if (levelOf(actor.role) === "partner" && !hasReleaseManagement(partner)) return notEditable("feature_off");
  return ok(true);
}

function notEditable(reason: NotEditableReason): Result<true, Refusal<NotEditableReason>> {
  return err(refuse(reason, NOT_EDITABLE[reason]));
}
