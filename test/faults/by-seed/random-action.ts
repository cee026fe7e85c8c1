import type { Chance } from "../../../src/simulation/chance.ts";
import type { Action } from "../../spec/action.ts";
import { type Persona, VENDOR } from "../../spec/persona.ts";
import type { PolicyWorld } from "../../spec/policy-world.ts";

const DAY_MS = 86_400_000;
const SCHEDULES = ["automatic", "latest:0", "latest:2", "latest:4", "slow:0", "slow:2", "slow:12"];
export const VERSIONS = Array.from({ length: 24 }, (_, index) => `46.${index + 1}`);
const BUILDS = ["win/x64", "mac/arm64", "linux/x64"] as const;
const MOST_ORGANIZATIONS = 6;
const MOST_PARTNERS = 3;

/** Something that somebody wants to change. */
export interface Wish {
  readonly by: Persona;
  readonly action: Action;
}

/** A change of a random kind, of what there is at the moment; it may be refused. */
export function randomWish(chance: Chance, world: PolicyWorld, now: number): Wish {
  const kind = chance.weighted({ settings: 6, tree: 4, catalog: 5 });
  return WISHES[kind](chance, world, now) ?? newPartner(chance);
}

type Wisher = (chance: Chance, world: PolicyWorld, now: number) => Wish | null;

const WISHES: Readonly<Record<"settings" | "tree" | "catalog", Wisher>> = {
  settings: (chance, world) => {
    const user = pickKey(chance, world.users);
    if (user && chance.percent(25))
      return byVendor({ action: "change_user_settings", user, on: chance.percent(70) });
    return chance.percent(45) ? settingsOfPartner(chance, world) : settingsOfOrganization(chance, world);
  },
  tree: (chance, world) => {
    const { partners, organizations } = world;
    const organization = pickKey(chance, organizations);
    if (!organization || (organizations.size < MOST_ORGANIZATIONS && chance.percent(50))) {
      const serving = {
        action: "create_organization",
        organization: chance.uuid(),
        partners: some(chance, partners),
      };
      return byVendor(serving as Action);
    }
    if (partners.size < MOST_PARTNERS && chance.percent(30)) return newPartner(chance);
    if (chance.percent(40)) return byVendor({ action: "create_user", user: chance.uuid(), organization });
    return byVendor({ action: "change_organization", organization, partners: some(chance, partners) });
  },
  catalog: (chance, world, now) => {
    const version = pickKey(chance, world.releases);
    if (!version || chance.percent(50)) return newRelease(chance, world, now);
    const missing = BUILDS.filter(
      (build) => !world.releases.get(version)?.builds.some(({ id }) => id.endsWith(build)),
    );
    const [build] = missing;
    if (build && chance.percent(30)) return byVendor({ action: "add_build", version, build });
    const state = chance.pick(["published", "published", "paused", "withdrawn"] as const);
    if (chance.percent(40)) return byVendor({ action: "change_release", version, state });
    return byVendor({ action: "change_release", version, automaticAt: dateNear(chance, now) });
  },
};

function byVendor(action: Action): Wish {
  return { by: VENDOR, action };
}

function newPartner(chance: Chance): Wish {
  return byVendor({ action: "create_partner", partner: chance.uuid(), feature: true });
}

function settingsOfPartner(chance: Chance, { partners }: PolicyWorld): Wish | null {
  const partner = pickKey(chance, partners);
  if (!partner) return null;
  const schedule = chance.percent(15) ? null : chance.pick(SCHEDULES);
  return byVendor({ action: "change_partner_settings", partner, schedule, allowCustomerOverride: true });
}

function settingsOfOrganization(chance: Chance, { organizations }: PolicyWorld): Wish | null {
  const organization = pickKey(chance, organizations);
  if (!organization) return null;
  if (chance.percent(20)) return byVendor({ action: "return_to_inheritance", organization });
  const schedule = chance.pick(SCHEDULES);
  return byVendor({ action: "change_organization_settings", organization, schedule });
}

function newRelease(chance: Chance, { releases }: PolicyWorld, now: number): Wish | null {
  const free = VERSIONS.filter((version) => !releases.has(version));
  if (free.length === 0) return null;
  return byVendor({
    action: "create_release",
    version: free[Math.min(free.length - 1, chance.between(0, 2))] as string,
    automaticAt: dateNear(chance, now),
    slowAt: chance.percent(60) ? dateNear(chance, now + 10 * DAY_MS) : null,
    rolloutDays: chance.percent(20) ? chance.between(1, 5) : 0,
    critical: chance.percent(10) ? { reason: "It is urgent.", scope: "all" } : null,
    state: "published",
    builds: chance.percent(80) ? [...BUILDS] : [BUILDS[0]],
    floor: null,
    supportEndsAt: null,
    expiresAt: null,
    warnDays: 30,
    expiryReason: null,
    blocks: [],
  });
}

/** A date between forty days before and four days after now. */
function dateNear(chance: Chance, now: number): string {
  return new Date(now + chance.between(-80, 8) * (DAY_MS / 2)).toISOString();
}

function pickKey(chance: Chance, map: ReadonlyMap<string, unknown>): string | null {
  return map.size === 0 ? null : chance.pick([...map.keys()]);
}

function some(chance: Chance, map: ReadonlyMap<string, unknown>): string[] {
  return [...map.keys()].filter(() => chance.percent(50));
}
