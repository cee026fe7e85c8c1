import type { Instant } from "../../src/instant.ts";
import {
  changeOrganizationSettings,
  changePartnerSettings,
  changeUserSettings,
  migrateLegacy,
  returnToInheritance,
  withoutPartners,
} from "../../src/policy/change.ts";
import type { Scene } from "../../src/policy/editability.ts";
import { type Schedule, toSchedule } from "../../src/policy/schedule.ts";
import {
  type OrganizationSettings,
  UNCONFIGURED_ORGANIZATION,
  UNCONFIGURED_PARTNER,
  UNCONFIGURED_USER,
} from "../../src/policy/settings.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../src/result.ts";
import type { Actor } from "../../src/tenancy/actor.ts";
import type { Attempt } from "../../src/tenancy/attempt.ts";
import { RELEASE_MANAGEMENT_FEATURE } from "../../src/tenancy/partner.ts";
import {
  may,
  type Action as Permitted,
  seesOrganization,
  seesPartner,
} from "../../src/tenancy/permission.ts";
import type { Action, ActionOf } from "./action.ts";
import { toWireSchedule } from "./driver.ts";
import { addBuild, changeRelease, enterRelease } from "./policy-releases.ts";
import { having, type PolicyWorld, sceneOf } from "./policy-world.ts";

/** The world after an action, or why it is refused. The same object where nothing differs. */
export type Done = Result<PolicyWorld, Refusal>;

const NOT_FOUND = err(refuse("not_found", "There is nothing of that name that you may see."));
const NOT_ALLOWED = err(refuse("not_allowed", "Your role may not do that."));

const PERMISSION: Partial<Record<Action["action"], Permitted>> = {
  create_partner: "manage_partners",
  change_partner: "manage_partners",
  create_organization: "manage_organizations",
  change_organization: "manage_organizations",
  create_user: "manage_users",
  create_release: "manage_catalog",
  change_release: "manage_catalog",
  add_build: "manage_catalog",
};

/** Does one action: permit, then change. */
export function perform(world: PolicyWorld, action: Action, attempt: Attempt): Done {
  const { actor, at } = attempt;
  if (!seesSubject(world, actor, action)) return NOT_FOUND;
  const needed = PERMISSION[action.action];
  if (needed && !may(actor, needed)) return NOT_ALLOWED;
  switch (action.action) {
    case "create_partner":
    case "change_partner":
      return ok(setPartner(world, action, at));
    case "change_partner_settings":
      return savePartner(world, action, attempt);
    case "create_organization":
      return ok(createOrganization(world, action, at));
    case "create_user":
      return ok(createUser(world, action, at));
    case "create_release":
      return enterRelease(world, action, at);
    case "change_release":
      return changeRelease(world, action, at);
    case "add_build":
      return addBuild(world, action, at);
    case "change_user_settings":
      return switchUser(world, action, attempt);
    default:
      return performOnOrganization(world, action, attempt);
  }
}

type OnOrganization = ActionOf<
  "change_organization" | "change_organization_settings" | "return_to_inheritance" | "migrate_legacy_settings"
>;

function performOnOrganization(world: PolicyWorld, action: OnOrganization, attempt: Attempt): Done {
  const scene = sceneOf(world, action.organization);
  if (!scene) return NOT_FOUND;
  const keep = (settings: typeof scene.settings, partnerIds = scene.organization.partnerIds): PolicyWorld =>
    settings === scene.settings && partnerIds === scene.organization.partnerIds
      ? world
      : {
          ...world,
          organizations: having(world.organizations, action.organization, {
            organization: { ...scene.organization, partnerIds },
            settings,
          }),
        };
  switch (action.action) {
    case "change_organization": {
      const gone = scene.organization.partnerIds.filter((id) => !action.partners.includes(id));
      return ok(keep(withoutPartners(scene.settings, gone), action.partners));
    }
    case "migrate_legacy_settings":
      return ok(keep(migrateLegacy(scene.settings, attempt)));
    case "return_to_inheritance":
      return then(returnToInheritance(scene, attempt.actor), keep);
    case "change_organization_settings":
      return then(saveOrganization(scene, action, attempt), keep);
  }
}

function seesSubject(world: PolicyWorld, actor: Actor, action: Action): boolean {
  switch (action.action) {
    case "change_partner":
    case "change_partner_settings":
      return world.partners.has(action.partner) && seesPartner(actor, action.partner);
    case "change_user_settings":
      return sees(world, actor, world.users.get(action.user)?.user.organizationId ?? "");
    case "create_user":
    case "change_organization":
    case "change_organization_settings":
    case "return_to_inheritance":
    case "migrate_legacy_settings":
      return sees(world, actor, action.organization);
    default:
      return true;
  }
}

/** Whether there is such an organization, for this actor. */
export function sees(world: PolicyWorld, actor: Actor, organizationId: string): boolean {
  const found = world.organizations.get(organizationId);
  return found !== undefined && seesOrganization(actor, found.organization);
}

function setPartner(
  world: PolicyWorld,
  { partner: id, feature }: ActionOf<"create_partner" | "change_partner">,
  at: Instant,
): PolicyWorld {
  const before = world.partners.get(id);
  const partner = {
    ...(before?.partner ?? { id, name: id, createdAt: at }),
    features: feature ? [RELEASE_MANAGEMENT_FEATURE as typeof RELEASE_MANAGEMENT_FEATURE] : [],
  };
  const settings = before?.settings ?? UNCONFIGURED_PARTNER;
  return { ...world, partners: having(world.partners, id, { partner, settings }) };
}

function savePartner(
  world: PolicyWorld,
  action: ActionOf<"change_partner_settings">,
  attempt: Attempt,
): Done {
  const before = world.partners.get(action.partner);
  if (!before) return NOT_FOUND;
  const schedule = readSchedule(action.schedule ?? null);
  if (!schedule.ok) return schedule;
  const change = {
    ...(action.schedule === undefined ? {} : { schedule: schedule.value }),
    ...overrideOf(action),
  };
  return then(changePartnerSettings(before, change, attempt), (settings) =>
    settings === before.settings
      ? world
      : { ...world, partners: having(world.partners, action.partner, { ...before, settings }) },
  );
}

function saveOrganization(
  scene: Scene,
  action: ActionOf<"change_organization_settings">,
  attempt: Attempt,
): Result<OrganizationSettings, Refusal> {
  const schedule = readSchedule(action.schedule ?? null);
  if (!schedule.ok) return schedule;
  const change = { ...(schedule.value ? { schedule: schedule.value } : {}), ...overrideOf(action) };
  return changeOrganizationSettings(scene, change, attempt);
}

function createOrganization(
  world: PolicyWorld,
  action: ActionOf<"create_organization">,
  at: Instant,
): PolicyWorld {
  const { organization: id, partners: partnerIds, legacy } = action;
  const settings = { ...UNCONFIGURED_ORGANIZATION, legacy: legacy ? { ...legacy, setAt: at } : null };
  const organization = { id, name: id, partnerIds, customerNumbers: {}, createdAt: at };
  return { ...world, organizations: having(world.organizations, id, { organization, settings }) };
}

function createUser(world: PolicyWorld, action: ActionOf<"create_user">, at: Instant): PolicyWorld {
  const { user: id, organization: organizationId } = action;
  const user = { id, organizationId, displayName: id, email: `${id}@example.com`, createdAt: at };
  return { ...world, users: having(world.users, id, { user, settings: UNCONFIGURED_USER }) };
}

function switchUser(world: PolicyWorld, action: ActionOf<"change_user_settings">, attempt: Attempt): Done {
  const found = world.users.get(action.user);
  const scene = found && sceneOf(world, found.user.organizationId);
  if (!found || !scene) return NOT_FOUND;
  const changed = changeUserSettings({ scene, settings: found.settings }, action.on, attempt);
  return then(changed, (settings) =>
    settings === found.settings
      ? world
      : { ...world, users: having(world.users, action.user, { ...found, settings }) },
  );
}

function overrideOf({ allowCustomerOverride }: { allowCustomerOverride?: boolean | undefined }) {
  return allowCustomerOverride === undefined ? {} : { allowCustomerOverride };
}

/** The door: a schedule is read once, and what cannot be one is refused before anything else is looked at. */
function readSchedule(text: string | null): Result<Schedule | null, Refusal> {
  if (text === null) return ok(null);
  const { cadence, deferralWeeks } = toWireSchedule(text);
  return toSchedule(cadence, deferralWeeks);
}

function then<Value>(result: Result<Value, Refusal>, go: (value: Value) => PolicyWorld): Done {
  return result.ok ? ok(go(result.value)) : result;
}
