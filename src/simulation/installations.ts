import { TARGETS } from "../fleet/targets.ts";
import { type Instant, toInstant } from "../instant.ts";
import type { Chance } from "./chance.ts";
import type { Settlement } from "./settlement.ts";
import { computerOf, isManagedComputer, SYSTEMS } from "./systems.ts";

const DAY_MS = 86_400_000;
/** R16: an installation asks once a day, at its own time, with up to this delay. */
const JITTER_MS = 600_000;
const SPREAD_MS = DAY_MS - JITTER_MS;
/** How many of a thousand installations run on each of the {@link TARGETS}. */
const TARGET_SHARES = [600, 40, 100, 200, 50, 10];
/** How many of a hundred installations do not say the version of their system, and how many are managed elsewhere (R30). */
const SILENT = 10;
const MANAGED_ELSEWHERE = 3;
/** In an organization with a pilot user, one installation in this number is that user's. */
const ONE_IN = 4;

/** The organization, or one of its users, for which an installation asks. */
export interface Seat {
  readonly organizationId: string;
  readonly userId: string | null;
}

/** Every installation in packed memory: its seat, its target, what it says of its computer, and the version that it runs. */
export class Installations {
  readonly count: number;
  readonly seats: readonly Seat[];
  /** By installation: its seat's number. */
  readonly seatOf: Uint32Array;
  /** By installation: the number of its target. */
  readonly targetOf: Uint8Array;
  /** By installation: what it says of its computer (`systems.ts`). */
  readonly computerOf: Uint8Array;
  /** By installation: the rank of the version that it runs. */
  readonly running: Uint16Array;
  readonly #salt: number;

  /** `running` are the ranks of the versions that installations run at first, chosen at random. */
  constructor(chance: Chance, settlement: Settlement, count: number, running: readonly number[]) {
    this.count = count;
    this.seatOf = new Uint32Array(count);
    this.targetOf = new Uint8Array(count);
    this.computerOf = new Uint8Array(count);
    this.running = new Uint16Array(count);
    this.#salt = chance.between(0, 0x7fffffff);
    const { organizations } = settlement;
    const seats: Seat[] = organizations.map(({ organization: { id } }) => ({
      organizationId: id,
      userId: null,
    }));
    const userSeat = new Map(
      settlement.users.map(({ id: userId, organizationId }) => {
        return [organizationId, seats.push({ organizationId, userId }) - 1];
      }),
    );
    this.seats = seats;
    const targets = TARGET_SHARES.flatMap((share, target) => Array<number>(share).fill(target));
    for (let installation = 0; installation < count; installation++) {
      const seat = anyOrganization(chance, organizations.length);
      const pilot = userSeat.get(seats[seat]?.organizationId ?? "");
      this.seatOf[installation] = pilot !== undefined && chance.between(1, ONE_IN) === 1 ? pilot : seat;
      this.targetOf[installation] = chance.pick(targets) % TARGETS.length;
      this.computerOf[installation] = anyComputer(chance, this.targetOf[installation] as number);
      this.running[installation] = chance.pick(running);
    }
  }

  /** R30: how many are managed elsewhere. */
  countManaged(): number {
    return this.computerOf.reduce((count, computer) => count + (isManagedComputer(computer) ? 1 : 0), 0);
  }

  /** The id that an installation sends, which decides its turn in a rollout (R18). */
  idOf(installation: number): string {
    const salt = this.#salt.toString(16).padStart(8, "0");
    return `${salt}-0000-4000-8000-${installation.toString(16).padStart(12, "0")}`;
  }

  /** When an installation asks on the day that begins at `dayAt`: roughly in the order of the numbers. */
  asksAt(installation: number, dayAt: Instant): Instant {
    return toInstant(dayAt + this.#timeOfDay(installation) + this.#jitter(installation, dayAt));
  }

  /** The first installation that may ask at `at` or later on that day; all before it ask earlier. */
  firstAround(dayAt: Instant, at: Instant): number {
    const earliest = at - dayAt - JITTER_MS;
    return Math.max(0, Math.floor((earliest / SPREAD_MS) * this.count) - 1);
  }

  /** The first installation from which on all ask at `at` or later on that day. */
  firstAfter(dayAt: Instant, at: Instant): number {
    return Math.min(this.count, Math.ceil(((at - dayAt) / SPREAD_MS) * this.count) + 1);
  }

  #timeOfDay(installation: number): number {
    return Math.floor((installation / this.count) * SPREAD_MS);
  }

  #jitter(installation: number, dayAt: Instant): number {
    let hash = Math.imul(installation ^ this.#salt, 0x9e3779b1) ^ Math.imul(dayAt / DAY_MS, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return ((hash ^ (hash >>> 13)) >>> 0) % JITTER_MS;
  }
}

/** The number of a random organization, the lower ones more often, because organizations differ much in size. */
function anyOrganization(chance: Chance, count: number): number {
  return Math.min(chance.between(0, count - 1), chance.between(0, count - 1));
}

/** What an installation says of its computer: most say a version of their system, of which all are as frequent. */
function anyComputer(chance: Chance, target: number): number {
  const { platform } = TARGETS[target] as (typeof TARGETS)[number];
  const system = chance.percent(SILENT) ? 0 : chance.between(1, SYSTEMS[platform].length);
  return computerOf(system, chance.percent(MANAGED_ELSEWHERE));
}
