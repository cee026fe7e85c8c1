import { changeRelease, checkRelease } from "../catalog/release-change.ts";
import type { Instant } from "../instant.ts";
import {
  changeOrganizationSettings,
  changePartnerSettings,
  changeUserSettings,
  migrateLegacy,
  returnToInheritance,
  withoutPartners,
} from "../policy/change.ts";
import type { Scene } from "../policy/editability.ts";
import { governingOf } from "../policy/list-state.ts";
import type { OrganizationSettings } from "../policy/settings.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Change } from "../store/ledger/change.ts";
import { findPartner } from "../store/tables/partner-table.ts";
import { findRelease } from "../store/tables/release-table.ts";
import { findScene } from "../store/tables/scenes.ts";
import { findUser } from "../store/tables/user-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import { type Partner, RELEASE_MANAGEMENT_FEATURE } from "../tenancy/partner.ts";
import { seesOrganization, seesPartner } from "../tenancy/permission.ts";
import type { Act, ActKind, ActOf } from "./command.ts";

/** Whether an accepted act changed anything, or why it was refused (R26). */
type CommandResult = Promise<Result<boolean, Refusal>>;
type Perform<Kind extends ActKind> = (change: Change, actor: Actor, act: ActOf<Kind>) => CommandResult;

const NOT_FOUND = err(refuse("not_found", "There is nothing with this id, or you may not see it."));

/** How each act is done: load, decide by the policy, save with its ledger entry. As the endpoints of the API do. */
const PERFORM: { readonly [Kind in ActKind]: Perform<Kind> } = {
  save_partner_settings: async (change, actor, { partnerId: id, change: wanted }) => {
    const found = await findPartner(change.database, id);
    if (!found || !seesPartner(actor, id)) return NOT_FOUND;
    const { partner, settings: before } = found;
    const after = changePartnerSettings(partner, before, wanted, actor, change.at);
    if (!after.ok || after.value === before) return after.ok ? ok(false) : after;
    const action = "change_partner_settings";
    await change.record({ subject: "partner_settings", id, action, before, after: after.value });
    return ok(true);
  },
  set_feature: async (change, _, { partnerId: id, isOn }) => {
    const before = (await findPartner(change.database, id))?.partner;
    if (!before) return NOT_FOUND;
    const after: Partner = { ...before, features: isOn ? [RELEASE_MANAGEMENT_FEATURE] : [] };
    if (after.features.length === before.features.length) return ok(false);
    await change.record({ subject: "partner", id, action: "change_partner", before, after });
    return ok(true);
  },
  save_organization_settings: (change, actor, { organizationId, change: wanted }) =>
    changeSettings(change, actor, organizationId, (scene, at) =>
      changeOrganizationSettings(scene, wanted, actor, at),
    ),
  return_to_inheritance: (change, actor, { organizationId }) =>
    changeSettings(change, actor, organizationId, (scene) => returnToInheritance(scene, actor)),
  open_settings: (change, actor, { organizationId }) =>
    changeSettings(change, actor, organizationId, (scene, at) =>
      ok(migrateLegacy(scene.settings, actor, at)),
    ),
  set_partners: async (change, actor, { organizationId: id, partnerIds }) => {
    const scene = await findVisibleScene(change, actor, id);
    if (!scene) return NOT_FOUND;
    const { organization: before, settings } = scene;
    const left = before.partnerIds.filter((partnerId) => !partnerIds.includes(partnerId));
    const after = withoutPartners(settings, left);
    const action = "change_organization";
    if (after !== settings)
      await change.record({ subject: "organization_settings", id, action, before: settings, after });
    if (partnerIds.join() === before.partnerIds.join()) return ok(false);
    await change.record({ subject: "organization", id, action, before, after: { ...before, partnerIds } });
    return ok(true);
  },
  switch_user: async (change, actor, { userId: id, isOn }) => {
    const found = await findUser(change.database, id);
    const scene = found && (await findVisibleScene(change, actor, found.user.organizationId));
    if (!scene) return NOT_FOUND;
    const { settings: before, user } = found;
    const { schedule } = governingOf(scene);
    const after = changeUserSettings(scene, schedule, before, isOn, actor, change.at);
    if (!after.ok || after.value === before) return after.ok ? ok(false) : after;
    const entry = { subject: "user_settings", id, action: "change_user_settings", before } as const;
    await change.record({ ...entry, after: after.value, organizationId: user.organizationId });
    return ok(true);
  },
  enter_release: async (change, _, { release, builds }) => {
    const checked = checkRelease(release);
    if (!checked.ok) return checked;
    const entry = { subject: "release", id: release.id, action: "create_release" } as const;
    await change.record({ ...entry, before: null, after: release });
    for (const build of builds) {
      const after = { ...build, addedAt: change.at };
      await change.record({ subject: "build", id: build.id, action: "add_build", before: null, after });
    }
    return ok(true);
  },
  change_release: async (change, _, { releaseId: id, change: wanted }) => {
    const before = await findRelease(change.database, id);
    if (!before) return NOT_FOUND;
    const after = changeRelease(before, wanted);
    if (!after.ok || after.value === before) return after.ok ? ok(false) : after;
    await change.record({ subject: "release", id, action: "change_release", before, after: after.value });
    return ok(true);
  },
};

/** Does an act in a change that is under way; what is refused changed nothing. */
export function perform<Kind extends ActKind>(
  change: Change,
  actor: Actor,
  act: Act & ActOf<Kind>,
): CommandResult {
  return (PERFORM[act.kind] as Perform<Kind>)(change, actor, act);
}

async function findVisibleScene(change: Change, actor: Actor, id: string): Promise<Scene | null> {
  const scene = await findScene(change.database, id);
  return scene && seesOrganization(actor, scene.organization) ? scene : null;
}

async function changeSettings(
  change: Change,
  actor: Actor,
  id: string,
  changed: (scene: Scene, at: Instant) => Result<OrganizationSettings, Refusal>,
): CommandResult {
  const scene = await findVisibleScene(change, actor, id);
  if (!scene) return NOT_FOUND;
  const before = scene.settings;
  const after = changed(scene, change.at);
  if (!after.ok || after.value === before) return after.ok ? ok(false) : after;
  const action = "change_organization_settings";
  await change.record({ subject: "organization_settings", id, action, before, after: after.value });
  return ok(true);
}
