import { World } from "../src/fleet/world.ts";
import { toInstant } from "../src/instant.ts";
import { parseSchedule, type Schedule } from "../src/policy/schedule.ts";
import type { Word } from "../src/policy/settings.ts";
import type { LedgerEntry } from "../src/store/ledger-table.ts";
import type { ActorReference } from "../src/tenancy/actor.ts";
import { pick, randomFrom, uuid } from "./random.ts";

const ANN: ActorReference = { id: "ann", displayName: "Ann", role: "vendor_admin" };
const BEGIN = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;
const PARTNERS = 1000;
export const RELEASES = 36;

/** The schedules that partners and organizations have here, as the words for them. */
const SCHEDULES = ["automatic", "latest:0", "latest:2", "latest:4", "slow:0", "slow:4", "slow:8", "slow:12"];

export type Part = Pick<LedgerEntry, "subject" | "id" | "after"> &
  Partial<Pick<LedgerEntry, "organizationId">>;

/**
 * A world in memory: 36 monthly releases, every fourth a slow one, 1,000 partners with defaults, and organizations. The
 * first `serving` of the partners serve all of them, the others now and then beside them.
 */
export function makeWorld(organizations: number, serving = PARTNERS): World {
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
  for (let month = 0; month < RELEASES; month++) builder.add(...release(month));
  return world;
}

/** Makes ledger entries of records, each call one transaction, and has the world take them. */
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

  /** The same at another instant, in milliseconds. */
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

/** One in ten has its own schedule; one in twenty is served by two partners. */
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
    ...{ id: releaseId, version: { parts: [45, month + 1, 0, 30_000 + month] }, critical: null, notes: "" },
    ...dates,
    state: "published" as const,
  };
  const build = {
    ...{ id: uuid(month), releaseId, platform: "win" as const, arch: "x64" as const, format: "exe" as const },
    ...{
      fileName: "App.exe",
      size: 1,
      sha256: "0".repeat(64),
      sha512: "",
      url: null,
      addedAt: toInstant(BEGIN),
    },
  };
  return [
    { subject: "release", id: releaseId, after },
    { subject: "build", id: build.id, after: build },
  ];
}

export function saidWord(text: string, at = BEGIN): Word {
  return { schedule: readSchedule(text), setBy: ANN, setAt: toInstant(at) };
}

function readSchedule(text: string): Schedule {
  const schedule = parseSchedule(text);
  if (!schedule.ok) throw new Error(schedule.error.message);
  return schedule.value;
}
