import type { World } from "../src/fleet/world.ts";
import { uuid } from "./random.ts";
import type { Result } from "./result.ts";
import { Builder, makeWorld, saidWord, switchOn } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const USERS = 1_000_000;
const HELD = 100_000;
const BEGIN = Date.UTC(2024, 0, 1);
const MOST_ORGANIZATION = 64;
const MOST_USER = 48;

/** The memory of an organization and of a user on automatic upgrades, measured with a million of each. */
export async function benchMemory(): Promise<readonly Result[]> {
  const empty = bytesInUse();
  const world = makeWorld(ORGANIZATIONS);
  const organizations = bytesInUse() - empty;
  const users = bytesOf(() => switchOn(world, Array(USERS).keys()));
  const held = bytesOf(() => holdEach(world));
  const all = `of ${ORGANIZATIONS.toLocaleString("en")}`;
  const unit = "bytes" as const;
  return [
    row(
      `memory for an organization ${all}, with lineups, partners and calendar`,
      organizations / ORGANIZATIONS,
      MOST_ORGANIZATION,
    ),
    row(`memory for a user on automatic upgrades ${all}`, users / USERS, MOST_USER),
    {
      name: "more for an organization that a partner slowed down alone, at an instant of its own",
      value: held / HELD,
      ratio: null,
      goal: null,
      unit,
    },
  ];
}

function row(name: string, bytes: number, goal: number): Result {
  return { name, value: bytes, ratio: null, goal, unit: "bytes" };
}

function bytesOf(work: () => void): number {
  const before = bytesInUse();
  work();
  return bytesInUse() - before;
}

/** The bytes in use after garbage collection: objects, and packed memory. */
function bytesInUse(): number {
  if (!globalThis.gc) throw new Error("memory is measured with node --expose-gc");
  for (let round = 0; round < 4; round++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** R7, R15: gives organizations a hold, each since a different instant. */
function holdEach(world: World): void {
  const builder = new Builder(world);
  for (let number = 0; number < HELD; number++) {
    const at = BEGIN + 1000 * number;
    const partner = world.circumstancesOf(number)?.partnerIds[0] ?? "";
    const schedule = saidWord("slow:6", at);
    const partners = { [partner]: { schedule, allowCustomerOverride: null } };
    const after = { own: null, partners, legacy: null };
    builder.addAt(at, { subject: "organization_settings", id: uuid(number), after });
  }
}
