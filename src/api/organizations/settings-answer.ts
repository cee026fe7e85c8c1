import type { ChangedSettings } from "../../commands/organizations/organization-settings.ts";
import type { Instant } from "../../instant.ts";
import { allowsCustomerOverride, mayEditOrganization } from "../../policy/editability.ts";
import type { GroupForesight } from "../../policy/group-foresight.ts";
import { foldHistory } from "../../policy/history.ts";
import { inherits } from "../../policy/list-state.ts";
import type { OrganizationState } from "../../policy/organization-state.ts";
import { GOVERNING_RULES } from "../../policy/resolve.ts";
import { loadOrganizationHistory } from "../../store/ledger/load-organization-history.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { ShownActor } from "../../tenancy/shown-actor.ts";
import { showActor } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";
import { foreseeOrganizations } from "../forecast/foresee.ts";
import { toForesightAnswer } from "../forecast/foresight-answer.ts";

/**
 * An organization's settings at an instant, as this actor sees them: what governs and since when, whether it inherits,
 * and the next release.
 */
export async function toSettingsAnswer(context: Context, actor: Actor, { scene, at }: ChangedSettings) {
  const { moments } = await loadOrganizationHistory(context.store.database, scene.organization.id, null);
  const state = foldHistory(moments, lastOf(moments, at)).organization;
  if (!state) throw new Error(`organization ${scene.organization.id} is stored but not in the ledger`);
  const allowed = mayEditOrganization(actor, scene);
  const { conflict } = state.governing;
  const { legacy } = scene.settings;
  return {
    schedule: state.governing.schedule,
    governing: toGoverningAnswer(
      state,
      await showActor(context, context.store.database, actor, state.governing.setBy),
    ),
    inherits: inherits(scene.settings),
    allowCustomerOverride: allowsCustomerOverride(scene),
    editable: allowed.ok,
    ...(!allowed.ok && { notEditableReason: allowed.error.code }),
    ...(conflict && { conflict: [...conflict] }),
    ...(legacy && { legacy: { frequency: legacy.frequency, weeks: legacy.weeks } }),
    ...(await foresightOf(context, scene.organization.id, at)),
  };
}

async function foresightOf(context: Context, organizationId: string, now: Instant) {
  await context.follower.catchUp();
  await context.census.catchUp();
  const foreseen = await foreseeOrganizations(context, [organizationId], now);
  return toForesightAnswer(foreseen.get(organizationId) as GroupForesight);
}

/** The latest instant of the committed changes, also if another server's clock is ahead of this one's. */
function lastOf(moments: readonly { readonly at: Instant }[], now: Instant): Instant {
  const last = moments.at(-1)?.at ?? now;
  return last > now ? last : now;
}

function toGoverningAnswer({ governing, since }: OrganizationState, setBy: ShownActor | null) {
  const { code, setAt, partnerIds } = governing;
  return { rule: GOVERNING_RULES[code], code, setBy, setAt, since, partnerIds: [...partnerIds] };
}
