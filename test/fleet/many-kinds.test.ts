import { expect, test } from "vitest";
import { type Calendar, toCalendar, withRelease } from "../../src/catalog/calendar.ts";
import { ARCHITECTURES, PLATFORMS } from "../../src/catalog/platform.ts";
import { formatVersion } from "../../src/catalog/version.ts";
import { countAdoption } from "../../src/fleet/adoption.ts";
import { Census } from "../../src/fleet/census.ts";
import { Fleet } from "../../src/fleet/fleet.ts";
import { foreseeOrganizations } from "../../src/fleet/foretell.ts";
import { findMatches } from "../../src/fleet/matching.ts";
import { AdoptionShares } from "../../src/fleet/order-by-adoption.ts";
import { NextInstants } from "../../src/fleet/order-by-next.ts";
import { pageByRank } from "../../src/fleet/order-by-rank.ts";
import { previewRelease } from "../../src/fleet/preview-release.ts";
import { findStuckKinds } from "../../src/fleet/stuck-kinds.ts";
import { World } from "../../src/fleet/world.ts";
import { addDays } from "../../src/instant.ts";
import { BEHIND_CODES } from "../../src/policy/behind.ts";
import { toPreviewGroups } from "../../src/policy/preview-groups.ts";
import { StepEffects } from "../../src/policy/release-effect.ts";
import { aBuild, anOrganization, aPartner, aRelease, at } from "../support/records.ts";

const NOW = at("2026-03-01");
const PARTNER = aPartner();
const ORGANIZATION = anOrganization({ partnerIds: [PARTNER.id] });

/** Ten releases, one of them a floor, all with an end of life. */
const CALENDAR: Calendar = toCalendar(
  Array.from({ length: 10 }, (_, month) => {
    const automaticAt = addDays(NOW, 30 * (month - 6));
    const release = aRelease(`46.${month + 1}`, {
      automaticAt,
      state: automaticAt > NOW ? "planned" : "published",
      floor: month === 4 ? { reason: "Its files change." } : null,
      expiresAt: addDays(automaticAt, 120),
    });
    const builds = [aBuild(release.id)];
    return { release, history: [{ knownAt: addDays(NOW, -400), release }], builds };
  }),
);

/** One organization, for which somebody made up installations of as many kinds as there can be. */
function crowdedFleet() {
  const world = new World();
  const entry = { change: 1, at: addDays(NOW, -300), before: null, hash: "" };
  const made = { ...entry, subject: "organization", id: ORGANIZATION.id, organizationId: ORGANIZATION.id };
  world.apply([{ ...made, sequence: 1, after: ORGANIZATION }] as never);
  world.calendar = CALENDAR;
  const census = new Census(world.organizations.directory);
  for (const platform of PLATFORMS) {
    for (const arch of ARCHITECTURES) {
      for (const { release } of CALENDAR) {
        for (const mark of ["", ">"]) {
          for (const runsAhead of [false, true]) {
            const version = mark + formatVersion(release.version);
            const like = { organizationId: ORGANIZATION.id, platform, arch, version, runsAhead };
            census.take({ ...like, computer: null, installations: 1, revision: census.revision + 1 });
          }
        }
      }
    }
  }
  return { world, census, fleet: new Fleet(world, census) };
}

/** Into how many steps work is cut, between which a server answers others. */
function countSteps(work: Iterator<unknown>): number {
  let steps = 1;
  while (!work.next().done) steps++;
  return steps;
}

type Crowd = ReturnType<typeof crowdedFleet>;

const FIRST_PAGE = { part: {}, isIn: null, direction: "asc", after: null, max: 10 } as const;

const WORK: Readonly<Record<string, (crowd: Crowd) => Iterator<unknown>>> = {
  "how many are behind": ({ world, census }) => countAdoption(world, census, {}, NOW),
  "what comes next for an organization": ({ world, census, fleet }) =>
    foreseeOrganizations(
      { world, census, foresight: fleet.foresightAt(NOW) },
      new Map([[ORGANIZATION.id, fleet.numberOf(ORGANIZATION.id)]]),
      NOW,
    ),
  "the list by what comes next": ({ world, census, fleet }) =>
    pageByRank(
      world,
      new NextInstants({ world, census, foresight: fleet.foresightAt(NOW), now: NOW }),
      FIRST_PAGE,
    ),
  "the list by adoption": ({ world, census }) =>
    pageByRank(world, new AdoptionShares({ world, census, now: NOW }, "asc"), FIRST_PAGE),
  "the customers with installations that are behind": ({ world, census }) =>
    findMatches({ world, census, now: NOW }, {}, { installations: { behind: BEHIND_CODES } }),
  "the installations that are stuck": ({ world, census }) => findStuckKinds(world, census, {}, NOW),
  "the preview of a release": ({ world, census }) => {
    const [newest] = CALENDAR;
    if (!newest) throw new Error("there are releases");
    const paused = withRelease(newest, { ...newest.release, state: "paused" }, NOW);
    const after = [paused, ...CALENDAR.slice(1)];
    const step = { releaseId: newest.release.id, before: CALENDAR, after };
    return previewRelease(world, census, new StepEffects(step, NOW));
  },
  "the preview of a partner's default": ({ fleet }) => {
    const schedule = { cadence: "latest", deferralWeeks: 2 } as const;
    const setBy = { id: "ann", displayName: "Ann", role: "vendor_admin" } as const;
    const after = {
      schedule: { schedule, setBy, setAt: NOW },
      allowCustomerOverride: true,
      updatedAt: NOW,
      updatedBy: setBy,
    };
    const counts = fleet.previewPartnerDefault(PARTNER.id, after, NOW);
    return toPreviewGroups(counts, fleet.foresightAt(NOW), NOW, fleet.kinds);
  },
};

test.each(Object.entries(WORK))("Others are answered between two kinds of installations: %s", (_, work) => {
  const crowd = crowdedFleet();
  const ofSchedule = crowd.fleet.kinds.filter(({ runsAhead }) => !runsAhead).length;
  expect(ofSchedule).toBe(120);
  expect(countSteps(work(crowd))).toBeGreaterThan(ofSchedule);
});
