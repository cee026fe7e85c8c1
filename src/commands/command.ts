import type { Build } from "../catalog/build.ts";
import type { Release } from "../catalog/release.ts";
import type { ReleaseChange } from "../catalog/release-change.ts";
import type { Instant } from "../instant.ts";
import type { OrganizationChange, PartnerChange } from "../policy/change.ts";
import type { Actor } from "../tenancy/actor.ts";

/** What somebody tries; the rules say whether it is accepted. */
export type Act =
  | { readonly kind: "save_partner_settings"; readonly partnerId: string; readonly change: PartnerChange }
  | { readonly kind: "set_feature"; readonly partnerId: string; readonly isOn: boolean }
  | {
      readonly kind: "save_organization_settings";
      readonly organizationId: string;
      readonly change: OrganizationChange;
    }
  | { readonly kind: "return_to_inheritance"; readonly organizationId: string }
  | { readonly kind: "open_settings"; readonly organizationId: string }
  | { readonly kind: "set_partners"; readonly organizationId: string; readonly partnerIds: readonly string[] }
  | { readonly kind: "switch_user"; readonly userId: string; readonly isOn: boolean }
  | { readonly kind: "enter_release"; readonly release: Release; readonly builds: readonly Build[] }
  | { readonly kind: "change_release"; readonly releaseId: string; readonly change: ReleaseChange };
export type ActKind = Act["kind"];
export type ActOf<Kind extends ActKind> = Extract<Act, { kind: Kind }>;

/** Who tries what, and when. */
export interface Deed {
  readonly at: Instant;
  readonly actor: Actor;
  readonly act: Act;
}

/** In the order of time, each at an instant of its own, so that every one is a change of its own. */
export function inOrder(deeds: readonly Deed[]): readonly Deed[] {
  let last = 0;
  return [...deeds]
    .sort((a, b) => a.at - b.at)
    .map((deed) => {
      last = Math.max(last + 1, deed.at);
      return { ...deed, at: last as Instant };
    });
}

const NOWHERE = { partnerId: null, organizationId: null, organizationIds: null };

export const VENDOR: Actor = {
  ...{ id: "vendor", displayName: "Release manager", role: "vendor_admin" },
  ...NOWHERE,
};

export function partnerActor(partnerId: string, role: Actor["role"] = "partner_full_admin"): Actor {
  return { id: `at-${partnerId}`, displayName: "Partner administrator", role, ...NOWHERE, partnerId };
}

export function organizationActor(
  organizationId: string,
  role: Actor["role"] = "organization_full_admin",
): Actor {
  const id = `at-${organizationId}`;
  return { id, displayName: "Customer administrator", role, ...NOWHERE, organizationId };
}
