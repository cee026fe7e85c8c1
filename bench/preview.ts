import { type Calendar, withRelease } from "../src/catalog/calendar.ts";
import { PLATFORMS } from "../src/catalog/platform.ts";
import { Census } from "../src/fleet/census.ts";
import { Fleet } from "../src/fleet/fleet.ts";
import { atOnce, inSlices } from "../src/fleet/in-slices.ts";
import { findMatches } from "../src/fleet/matching.ts";
import type { RankPosition } from "../src/fleet/order-by-rank.ts";
import { FLEET_ORDERS, type FleetOrder, pageBy } from "../src/fleet/page-by.ts";
import { findStuckKinds } from "../src/fleet/stuck-kinds.ts";
import type { World } from "../src/fleet/world.ts";
import { addDays, toInstant } from "../src/instant.ts";
import { BEHIND_CODES } from "../src/policy/behind.ts";
import { toPreviewGroups } from "../src/policy/preview-groups.ts";
import type { PartnerSettings } from "../src/policy/settings.ts";
import { uuid } from "./random.ts";
import { median, type Result } from "./result.ts";
import { makeWorld, RELEASES } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const INSTALLATIONS = 10 * ORGANIZATIONS;
const ROUNDS = 5;
const MOST_MS = 1_000;
const NOW = toInstant(Date.UTC(2025, 9, 1));
const ANN = { id: "ann", displayName: "Ann", role: "vendor_admin" } as const;

/** The times of the previews of a new default for one partner that serves all organizations, and of a step with a release. */
export async function benchPreview(): Promise<readonly Result[]> {
  const world = makeWorld(ORGANIZATIONS, { serving: 1 });
  const fleet = new Fleet(world, makeCensus(world));
  const milliseconds = median(
    await times((round) => {
      const counts = fleet.previewPartnerDefault(uuid(0), settings(round), NOW);
      const groups = atOnce(toPreviewGroups(counts, fleet.foresightAt(NOW), NOW, fleet.kinds));
      const counted = groups.reduce((sum, one) => sum + one.organizations, 0);
      const installed = groups.reduce((sum, one) => sum + one.moves.total, 0);
      expectAll(counted, installed);
    }),
  );
  const adoption = median(await adoptionTimes(fleet));
  const all = `over ${ORGANIZATIONS.toLocaleString("en")} organizations with ${INSTALLATIONS.toLocaleString("en")} installations`;
  return [
    row(`a preview of a partner's new default ${all}`, milliseconds),
    row(`a preview of a step with a release ${all}`, median(await stepTimes(fleet, fleet.calendar))),
    row(
      `the same, with an end of life for every release and a floor, ${all}`,
      median(await stepTimes(fleet, withLimits(fleet.calendar))),
    ),
    row(`an answer about adoption ${all}`, adoption),
    ...(await orderRows(fleet, all)),
    row(`the customers with installations that are behind, ${all}`, median(await matchTimes(fleet))),
    row(`the kinds of installations that are stuck, ${all}`, median(await stuckTimes(fleet))),
  ];
}

function row(name: string, value: number): Result {
  return { name, value, unit: "ms", ratio: null, goal: MOST_MS };
}

/** How long each round took, in milliseconds. */
async function times(work: (round: number) => void | Promise<void>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work(round);
    found.push(performance.now() - startedAt);
  }
  return found;
}

/** The same for pausing the newest release, of which one round is another than the one before. */
function stepTimes(fleet: Fleet, before: Calendar): Promise<readonly number[]> {
  return times(async (round) => {
    const [entry, ...others] = before;
    if (!entry) throw new Error("there is no release");
    const after = [withRelease(entry, { ...entry.release, state: "paused" }, NOW), ...others];
    const step = { releaseId: entry.release.id, before, after };
    const { changed, unchanged } = await fleet.previewRelease(step, addDays(NOW, round / 24));
    const installed = changed.installations + unchanged.installations;
    expectAll(changed.organizations + unchanged.organizations, installed);
  });
}

/** The calendar with an end of life two years after each date, and a floor in the middle. */
function withLimits(calendar: Calendar): Calendar {
  return calendar.map((entry, place) => {
    const expiresAt = addDays(entry.release.automaticAt, 730);
    const floor = place === RELEASES / 2 ? { reason: "a new format" } : null;
    return withRelease(entry, { ...entry.release, expiresAt, floor }, NOW);
  });
}

/** The same for an answer about adoption, which is made in slices. */
function adoptionTimes(fleet: Fleet): Promise<readonly number[]> {
  return times(async () => {
    const { total } = await fleet.adoption({}, NOW);
    expectAll(ORGANIZATIONS, total);
  });
}

async function orderRows(fleet: Fleet, all: string): Promise<readonly Result[]> {
  const rows: Result[] = [];
  for (const order of FLEET_ORDERS) {
    rows.push(row(`a page of the list by ${order} ${all}`, median(await pageTimes(fleet, order))));
  }
  return rows;
}

/** The same for a page in the middle of a list in an order of memory, which is made in slices, too. */
function pageTimes(fleet: Fleet, order: FleetOrder): Promise<readonly number[]> {
  let after: RankPosition | null = null;
  return times(async () => {
    const asked = { part: {}, isIn: null, direction: "asc", after, max: 100 } as const;
    const page: readonly RankPosition[] = await pageBy(order, fleet, asked, { now: NOW });
    after = page.at(-1) ?? null;
    if (page.length !== 100) throw new Error(`a page has ${page.length} organizations`);
  });
}

/** The same for the filter of a list by what installations run. */
function matchTimes(fleet: Fleet): Promise<readonly number[]> {
  return times(async () => {
    const filter = { installations: { behind: BEHIND_CODES } };
    const { organizations } = await inSlices(findMatches(fleet.countedAt(NOW), {}, filter));
    if (organizations === 0) throw new Error("nobody is behind");
  });
}

/** The same for what memory says of those that are stuck; the database counts which of them asked. */
function stuckTimes(fleet: Fleet): Promise<readonly number[]> {
  return times(async () => {
    const { world, census } = fleet.countedAt(NOW);
    const found = await inSlices(findStuckKinds(world, census, {}, NOW));
    if (found.size === 0) throw new Error("nobody is stuck");
  });
}

function expectAll(organizations: number, installations: number): void {
  if (organizations === ORGANIZATIONS && installations === INSTALLATIONS) return;
  throw new Error(`counted were ${organizations} organizations and ${installations} installations`);
}

/** Ten installations of every organization, of three kinds among a few hundred. */
function makeCensus(world: World): Census {
  const census = new Census(world.organizations.directory);
  for (let number = 0; number < ORGANIZATIONS; number++) {
    for (const [index, installations] of [6, 3, 1].entries()) {
      const platform = PLATFORMS[(number + index) % PLATFORMS.length] ?? "win";
      const version = `45.${1 + ((number * 7 + index) % RELEASES)}`;
      const counted = { organizationId: uuid(number), platform, arch: "x64", version } as const;
      census.take({
        ...counted,
        runsAhead: false,
        computer: null,
        installations,
        revision: 3 * number + index,
      });
    }
  }
  return census;
}

function settings(deferralWeeks: number): PartnerSettings {
  const schedule = { schedule: { cadence: "slow", deferralWeeks }, setBy: ANN, setAt: NOW } as const;
  return { schedule, allowCustomerOverride: true, updatedAt: NOW, updatedBy: ANN };
}
