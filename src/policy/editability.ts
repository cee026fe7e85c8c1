import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, levelOf } from "../tenancy/actor.ts";
import type { Organization } from "../tenancy/organization.ts";
import { hasReleaseManagement, type Partner } from "../tenancy/partner.ts";
import { may } from "../tenancy/permission.ts";
import { type OrganizationSettings, type PartnerSettings, partnerWord } from "./settings.ts";

/** Why a person who sees settings cannot edit them. */
export const NOT_EDITABLE = {
  role_read_only: "Your role can see these settings but not change them; ask an administrator who can.",
  feature_off:
    "The feature atlas-webex-release-management is off for this partner (R13). Contact support to turn it on.",
  override_not_allowed:
    "Your service provider does not allow customers to override this setting (R12); ask your provider to change it.",
} as const;
export type NotEditableReason = keyof typeof NOT_EDITABLE;

/** A partner with what it set: one side of an organization's scene. */
export interface ConfiguredPartner {
  readonly partner: Partner;
  readonly settings: PartnerSettings;
}

/** An organization, what is set for it, and the partners that serve it: all that a change of its settings looks at. */
export interface Scene {
  readonly organization: Organization;
  readonly settings: OrganizationSettings;
  readonly partners: readonly ConfiguredPartner[];
}

/** R12: whether the customer's administrators may edit. All partners must allow; the value for this organization beats the partner's. */
export function allowsCustomerOverride(scene: Scene): boolean {
  return scene.partners.every(
    ({ partner, settings }) =>
      partnerWord(scene.settings, partner.id).allowCustomerOverride ?? settings.allowCustomerOverride,
  );
}

/** R12, R13: whether the actor may edit an organization's settings; otherwise why not. The actor sees the organization. */
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

/** R13: whether the actor may edit a partner's settings; otherwise why not. The actor sees the partner. */
export function mayEditPartner(actor: Actor, partner: Partner): Result<true, Refusal<NotEditableReason>> {
  // Who is limited to some customers does not decide for all of them.
  if (!may(actor, "change_partner_settings") || actor.organizationIds !== null)
    return notEditable("role_read_only");
  if (levelOf(actor.role) === "partner" && !hasReleaseManagement(partner)) return notEditable("feature_off");
  return ok(true);
}

function notEditable(reason: NotEditableReason): Result<true, Refusal<NotEditableReason>> {
  return err(refuse(reason, NOT_EDITABLE[reason]));
}
