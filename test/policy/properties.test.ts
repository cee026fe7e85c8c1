import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "../../src/catalog/calendar.ts";
import { compareVersions, type Version } from "../../src/catalog/version.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import { forecast } from "../../src/policy/forecast.ts";
import type { Question } from "../../src/policy/judge.ts";
import { beginOrganization, changeOrganization } from "../../src/policy/organization-state.ts";
import { REASONS } from "../../src/policy/reason.ts";
import { resolve } from "../../src/policy/resolve.ts";
import { RULES } from "../../src/policy/rules.ts";
import { isSlower, MAX_DEFERRAL_WEEKS, type Schedule } from "../../src/policy/schedule.ts";
import { type Cascade, toCascade } from "../../src/policy/settings.ts";
import { changeStanding, type Standing } from "../../src/policy/standing.ts";
import type { Verdict } from "../../src/policy/verdict.ts";
import {
  calendars,
  cascadePartners,
  instants,
  questions,
  schedules,
  standings,
  versions,
  WITH_EVERYTHING,
  words,
} from "./arbitraries.ts";

const EVERYTHING = calendars(WITH_EVERYTHING);
const NO_HOLD = schedules.map((schedule): Standing => ({ schedule, hold: null }));
const ORDER = Object.keys(REASONS);

function verdict(asked: Question, standing: Standing, calendar: Calendar): Verdict {
  return decide(asked, { code: "vendor_default", standing }, calendar);
}

/** What an installation that runs nothing yet is offered; null: nothing. */
function offered(asked: Question, standing: Standing, calendar: Calendar): Version | null {
  const given = verdict({ ...asked, running: null }, standing, calendar);
  return given.action === "update" ? given.release.version : null;
}

function isNoNewer(a: Version | null, b: Version | null): boolean {
  return a === null || (b !== null && compareVersions(a, b) <= 0);
}

describe("R5: never a downgrade", () => {
  test("An offered version is always newer than the running one", () => {
    fc.assert(
      fc.property(questions, versions, standings, EVERYTHING, (asked, running, standing, calendar) => {
        const given = verdict({ ...asked, running }, standing, calendar);
        if (given.action === "update") {
          expect(compareVersions(given.release.version, running)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("An installation that follows every offer and asks again at once stays", () => {
    fc.assert(
      fc.property(questions, standings, calendars({ withRollout: true }), (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        fc.pre(given.action === "update");
        const again = verdict({ ...asked, running: given.release.version }, standing, calendar);
        expect(again.action).toBe("stay");
      }),
    );
  });

  test("What is offered is out, and built for the asking platform", () => {
    fc.assert(
      fc.property(questions, standings, EVERYTHING, (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        fc.pre(given.action === "update");
        expect(given.release.state).toBe("published");
        expect(given.build).toMatchObject({ platform: asked.target.platform, arch: asked.target.arch });
      }),
    );
  });
});

describe("R4: deferral", () => {
  test("A longer deferral never offers a newer release", () => {
    const both = fc.constantFrom("latest" as const, "slow" as const).chain((cadence) => {
      const weeks = fc.nat(MAX_DEFERRAL_WEEKS[cadence]);
      return fc.record({ cadence: fc.constant(cadence), some: weeks, others: weeks });
    });
    fc.assert(
      fc.property(questions, both, EVERYTHING, (asked, { cadence, some, others }, calendar) => {
        const [short, long] = [Math.min(some, others), Math.max(some, others)].map((deferralWeeks) =>
          offered(asked, { schedule: { cadence, deferralWeeks }, hold: null }, calendar),
        );
        expect(isNoNewer(long ?? null, short ?? null)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("Latest without deferral and automatic offer the same", () => {
    fc.assert(
      fc.property(questions, EVERYTHING, (asked, calendar) => {
        const latest: Schedule = { cadence: "latest", deferralWeeks: 0 };
        const automatic: Schedule = { cadence: "automatic" };
        expect(offered(asked, { schedule: latest, hold: null }, calendar)).toEqual(
          offered(asked, { schedule: automatic, hold: null }, calendar),
        );
      }),
    );
  });

  test("With fixed settings and nothing paused, what is offered only ever gets newer", () => {
    const some = calendars({ withRollout: true, withCritical: true });
    fc.assert(
      fc.property(questions, standings, some, instants, instants, (asked, standing, calendar, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        const before = offered({ ...asked, at: early }, standing, calendar);
        expect(isNoNewer(before, offered({ ...asked, at: late }, standing, calendar))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("R6 to R10: the cascade", () => {
  test("The order of the partners never matters", () => {
    const shuffled = cascadePartners.chain((partners) =>
      fc.tuple(fc.constant(partners), fc.shuffledSubarray(partners, { minLength: partners.length })),
    );
    fc.assert(
      fc.property(shuffled, ([partners, others]) => {
        expect(resolve(cascadeOf(others))).toEqual(resolve(cascadeOf(partners)));
      }),
    );
  });

  test("An organization with its own schedule ignores whatever its partners say", () => {
    fc.assert(
      fc.property(words, cascadePartners, cascadePartners, instants, (own, before, after, at) => {
        const began = beginOrganization({ ...cascadeOf(before), own }, at);
        const edited = changeOrganization(began, { ...cascadeOf(after), own }, toInstant(at + 1));
        expect(edited.governing).toEqual(began.governing);
        expect(edited.standing).toBe(began.standing);
      }),
    );
  });

  test("A conflict is automatic, and the partners in it do not all say the same", () => {
    fc.assert(
      fc.property(cascadePartners, (partners) => {
        const { conflict, schedule } = resolve(cascadeOf(partners));
        fc.pre(conflict !== null);
        expect(schedule).toEqual({ cadence: "automatic" });
        expect(new Set(conflict.map((side) => JSON.stringify(side.schedule))).size).toBeGreaterThan(1);
      }),
    );
  });
});

describe("R14 to R16: changes of cadence", () => {
  test("A change is held exactly where it is to a slower cadence", () => {
    fc.assert(
      fc.property(standings, schedules, instants, (standing, schedule, at) => {
        const { hold } = changeStanding(standing, schedule, at);
        const isFaster = isSlower(schedule, standing.schedule);
        if (isSlower(standing.schedule, schedule)) expect(hold).toEqual({ since: at, schedule });
        else expect(hold).toEqual(isFaster ? null : standing.hold);
      }),
    );
  });

  test("At the instant of a change to a slower cadence nothing is offered that an installation lacks", () => {
    const noCritical = calendars({ withRollout: true });
    fc.assert(
      fc.property(questions, NO_HOLD, schedules, noCritical, (asked, standing, schedule, calendar) => {
        fc.pre(isSlower(standing.schedule, schedule));
        const slowed = changeStanding(standing, schedule, asked.at);
        expect(offered({ ...asked, installedAt: null }, slowed, calendar)).toBeNull();
      }),
    );
  });

  test("A hold never makes anything newer be offered", () => {
    fc.assert(
      fc.property(questions, standings, EVERYTHING, (asked, standing, calendar) => {
        const free = offered(asked, { ...standing, hold: null }, calendar);
        expect(isNoNewer(offered(asked, standing, calendar), free)).toBe(true);
      }),
    );
  });
});

describe("R17: the forecast", () => {
  test("The forecast says at each instant what the verdict says", () => {
    fc.assert(
      fc.property(questions, standings, calendars(), instants, (asked, standing, calendar, from) => {
        const coming = forecast(standing, calendar, { after: from, to: null });
        const question = { ...asked, installedAt: null };
        const now = offered({ ...question, at: from }, standing, calendar);
        for (const { eligibleAt } of coming) {
          const due = coming.filter((one) => one.eligibleAt <= eligibleAt).map((one) => one.release.version);
          expect(offered({ ...question, at: eligibleAt }, standing, calendar)).toEqual(newest([now, ...due]));
          expect(offered({ ...question, at: before(eligibleAt) }, standing, calendar)).toEqual(
            newest([now, ...due.filter((version) => dueAt(version) < eligibleAt)]),
          );
        }
        function dueAt(version: Version): Instant {
          return coming.find((one) => one.release.version === version)?.eligibleAt ?? from;
        }
      }),
      { numRuns: 500 },
    );
  });

  test("A release that is not overtaken is offered at its forecast instant, an overtaken one is not", () => {
    fc.assert(
      fc.property(questions, standings, calendars(), instants, (asked, standing, calendar, from) => {
        for (const { release, eligibleAt, superseded } of forecast(standing, calendar, {
          after: from,
          to: null,
        })) {
          const at = { ...asked, at: eligibleAt, installedAt: null };
          const isOffered = offered(at, standing, calendar) === release.version;
          expect(isOffered).toBe(!superseded);
        }
      }),
    );
  });
});

describe("R25: reasons", () => {
  test("Every verdict has reasons, each code once, in rule order", () => {
    fc.assert(
      fc.property(questions, standings, EVERYTHING, (asked, standing, calendar) => {
        const places = verdict(asked, standing, calendar).reasons.map(({ code }) => ORDER.indexOf(code));
        expect(places.length).toBeGreaterThan(1);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });

  test("The order of the reasons is the order of the rules", () => {
    const rules = Object.values(REASONS).map(({ rule }) => RULES.indexOf(rule));
    expect(rules).toEqual([...rules].sort((a, b) => a - b));
  });
});

function cascadeOf(partners: Parameters<typeof toMap>[0]): Cascade {
  const settings = toMap(partners);
  const said = Object.fromEntries(
    partners.map(({ partnerId, perOrganization }) => [partnerId, perOrganization]),
  );
  const nothingElse = { own: null, legacy: null, partners: said };
  return toCascade(
    partners.map(({ partnerId }) => partnerId),
    nothingElse,
    (id) => settings.get(id) as Cascade["partners"][number]["settings"],
  );
}

function toMap(partners: Cascade["partners"]) {
  return new Map(partners.map(({ partnerId, settings }) => [partnerId, settings]));
}

function newest(all: readonly (Version | null)[]): Version | null {
  return all.reduce((a, b) => (isNoNewer(a, b) ? b : a), null);
}

function before(at: Instant): Instant {
  return toInstant(at - 1);
}
