import { NO_EXTRAS } from "../src/catalog/build.ts";
import { PACKAGE_FORMATS, type Target } from "../src/catalog/platform.ts";
import { NO_LIMITS } from "../src/catalog/release.ts";
import { TARGETS } from "../src/fleet/targets.ts";
import { World } from "../src/fleet/world.ts";
import { toInstant } from "../src/instant.ts";
import type { LedgerEntry } from "../src/ledger/entry.ts";
import { parseSchedule, type Schedule } from "../src/policy/schedule.ts";
import type { SetSchedule } from "../src/policy/settings.ts";
import type { ActorReference } from "../src/tenancy/actor.ts";
import { NO_NUMBERS } from "../src/tenancy/customer-number.ts";
import { pick, randomFrom, uuid } from "./random.ts";
import { updaterBuilds } from "./updater-builds.ts";

const ANN: ActorReference = { id: "ann", displayName: "Ann", role: "vendor_admin" };
const BEGIN = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;
const PARTNERS = 1000;
export const RELEASES = 36;
/** The path of a check. */
export const CHECK_PATH = "/v1/updates/check";
/** The version of each release. */
const VERSIONS = Array.from({ length: RELEASES }, (_, month) => [45, month + 1, 0, 30_000 + month] as const);
/** The versions of the latest releases as installations send them, the newest first. */
export const LATEST_VERSIONS = VERSIONS.slice(-3)
  .reverse()
  .map((parts) => parts.join("."));
/** How many users an organization has; only those on automatic upgrades are in memory. */
export const USERS_EACH = 10;
/** The targets that each release has a build for. */
const BUILT: readonly Target[] = TARGETS.filter(
  ({ platform, arch }) => platform !== "linux" || arch === "x64",
);

/** The schedules that partners and organizations have here. */
const SCHEDULES = ["automatic", "latest:0", "latest:2", "latest:4", "slow:0", "slow:4", "slow:8", "slow:12"];

export type Part = Pick<LedgerEntry, "subject" | "id" | "after"> &
  Partial<Pick<LedgerEntry, "organizationId">>;

/**
 * A world in memory: 36 monthly releases for five targets, every fourth a slow one, 1,000 partners with defaults, and
 * organizations. The first `serving` partners serve all of them, each of the others a few in addition. `isForUpdaters`:
 * with builds for every protocol.
 */
export function makeWorld(organizations: number, { serving = PARTNERS, isForUpdaters = false } = {}): World {
  const random = randomFrom(1);
  const world = new World();
  const builder = new Builder(world);
  for (let partner = 0; partner < PARTNERS; partner++) {
    const schedule = saidWord(pick(random, SCHEDULES));
    const after = { schedule, allowCustomerOverride: true, updatedAt: schedule.setAt, updatedBy: ANN };
    builder.add({ subject: "partner_settings", id: uuid(partner), after });
  }
  for (let number = 0; number < organizations; number++) {
    builder.add(...organization(number, serving, random));
  }
  for (let month = 0; month < RELEASES; month++) {
    builder.add(...release(month), ...(isForUpdaters ? buildsForUpdaters(month) : []));
  }
  return world;
}

/** Makes ledger entries from records, one transaction per call, and applies them to a world. */
export class Builder {
  readonly #world: World;
  #sequence: number;

  constructor(world: World) {
    this.#world = world;
    this.#sequence = world.sequence;
  }

  add(...parts: readonly Part[]): void {
    this.addAt(BEGIN, ...parts);
  }

  /** Does the same at another instant, in milliseconds. */
  addAt(at: number, ...parts: readonly Part[]): void {
    const change = this.#sequence + 1;
    const entries = parts.map((part) => ({
      ...part,
      sequence: ++this.#sequence,
      change,
      at: toInstant(at),
      actor: ANN,
      action: "bench",
      organizationId: "organizationId" in part ? part.organizationId : null,
      before: null,
      previousHash: "",
      hash: "",
    }));
    this.#world.apply(entries as unknown as readonly LedgerEntry[]);
  }
}

/** Organizations: one in ten has its own schedule, one in twenty is served by two partners. */
function organization(number: number, serving: number, random: () => number): readonly Part[] {
  const id = uuid(number);
  const partnerIds = [uuid(Math.floor(random() * serving))];
  if (random() < 0.05) partnerIds.push(uuid(Math.floor(random() * PARTNERS)));
  const made: Part = {
    subject: "organization",
    id,
    after: {
      id,
      name: `Organization ${number}`,
      partnerIds: [...new Set(partnerIds)],
      customerNumbers: NO_NUMBERS,
      createdAt: toInstant(BEGIN),
    },
  };
  if (random() >= 0.1) return [made];
  const after = { own: saidWord(pick(random, SCHEDULES)), partners: {}, legacy: null };
  return [made, { subject: "organization_settings", id, after }];
}

function release(month: number): readonly Part[] {
  const releaseId = uuid(month);
  const automaticAt = toInstant(BEGIN + month * 30 * DAY_MS);
  const dates = { automaticAt, slowAt: month % 4 === 0 ? automaticAt : null, rolloutDays: 0 };
  const after = {
    id: releaseId,
    version: { parts: VERSIONS[month]! },
    critical: null,
    notes: "",
    ...dates,
    state: "published" as const,
    ...NO_LIMITS,
  };
  return [
    { subject: "release", id: releaseId, after },
    ...BUILT.map((target, index) => build(month, index, target)),
  ];
}

function build(month: number, index: number, { platform, arch }: Target): Part {
  const id = uuid(month * BUILT.length + index);
  const after = {
    id,
    releaseId: uuid(month),
    platform,
    arch,
    format: PACKAGE_FORMATS[platform][0],
    fileName: `App-${platform}-${arch}`,
    size: 150_000_000,
    sha256: "0".repeat(64),
    sha512: `${"A".repeat(86)}==`,
    ...NO_EXTRAS,
    url: null,
    addedAt: toInstant(BEGIN),
  };
  return { subject: "build", id, after };
}

function buildsForUpdaters(month: number): readonly Part[] {
  const builds = updaterBuilds(uuid(month), 1_000 * (month + 1), toInstant(BEGIN));
  return builds.map((after) => ({ subject: "build", id: after.id, after }));
}

/** R11: switches the users with these numbers on; each organization has `each` users, numbered in its order. */
export function switchOn(world: World, numbers: Iterable<number>, each = 1): void {
  const builder = new Builder(world);
  const after = { allowAutomaticUpgrades: true, updatedAt: null, updatedBy: null };
  for (const number of numbers) {
    const organizationId = uuid(Math.floor(number / each));
    builder.add({ subject: "user_settings", id: uuid(number), organizationId, after });
  }
}

/** The questions of installations of all organizations, each naming its user. */
export function makePaths(organizations: number, count: number): readonly string[] {
  const random = randomFrom(3);
  const one = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, () => {
    const organization = one(organizations);
    const user = organization * USERS_EACH + one(USERS_EACH);
    const { platform, arch } = pick(random, BUILT);
    const who = `organization=${uuid(organization)}&user=${uuid(user)}`;
    return `${CHECK_PATH}?${who}&platform=${platform}&arch=${arch}&version=${pick(random, VERSIONS).join(".")}`;
  });
}

export function saidWord(text: string, at = BEGIN): SetSchedule {
  return { schedule: readSchedule(text), setBy: ANN, setAt: toInstant(at) };
}

function readSchedule(text: string): Schedule {
  const schedule = parseSchedule(text);
  if (!schedule.ok) throw new Error(schedule.error.message);
  return schedule.value;
}
