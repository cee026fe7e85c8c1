import type { Fleet } from "../fleet/fleet.ts";
import { TARGETS } from "../fleet/targets.ts";
import { addDays, type Instant, toInstant } from "../instant.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { newInMemory } from "../store/embedded/new-in-memory.ts";
import { entriesAfter } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import { verifyLedger } from "../store/verify/verify-ledger.ts";
import { planAdministrators } from "./administrators.ts";
import { AdoptionLog } from "./adoption-log.ts";
import { type AnswerSource, Answers, STAY } from "./answers.ts";
import { Chance } from "./chance.ts";
import type { BadCheck, Check } from "./check.ts";
import { type CheckParts, Checks } from "./checks.ts";
import type { Counts } from "./counts.ts";
import { explainAgain } from "./explain-again.ts";
import { ForetoldUpgrades } from "./foretold-upgrades.ts";
import { Installations } from "./installations.ts";
import { nextDate } from "./next-date.ts";
import { NextWatch } from "./next-watch.ts";
import { pastReleases, runningAtFirst } from "./past-releases.ts";
import { inOrder, type PlannedChange } from "./planned-change.ts";
import { recordSettlement } from "./record-settlement.ts";
import { RolloutTurns } from "./rollout-turns.ts";
import { SeatStandingClasses } from "./seat-standing-classes.ts";
import { type Settlement, settle } from "./settlement.ts";
import { type Span, spanOf, type Wish } from "./simulation-wish.ts";
import { planVendorYear } from "./vendor-year.ts";
import { VersionRanks } from "./version-ranks.ts";
import type { Violation } from "./violation.ts";
import { WorldInMotion } from "./world-in-motion.ts";

/** The progress of a simulation: `done` of `of`, in one of its three steps. */
export interface Progress {
  readonly step: "settle" | "live" | "explain";
  readonly done: number;
  readonly of: number;
}

/** The environment of a simulation; a test can replace the fleet's answers. */
export interface Surroundings {
  readonly progress?: (progress: Progress) => void;
  readonly answering?: (fleet: Fleet) => AnswerSource;
  /** Opens the database, which has the schema and no rows; without it, a new one in memory is used. */
  readonly openStore?: () => Promise<Store>;
}

/** The result of a simulation. */
export interface SimulationOutcome {
  readonly wish: Wish;
  readonly span: Span;
  readonly settlement: Settlement;
  readonly plan: readonly PlannedChange[];
  /** For each planned change that was tried: the code of its refusal, or null if it was accepted. */
  readonly outcomes: readonly (string | null)[];
  readonly ranks: VersionRanks;
  readonly installations: Installations;
  readonly adoption: AdoptionLog;
  readonly counts: Counts;
  /** The checks that were explained again from the ledger. */
  readonly followed: readonly Check[];
  readonly head: { readonly sequence: number; readonly hash: string };
  /** The first violation, or null if there was none. */
  readonly violation: Violation | null;
  /** The whole ledger if there was a violation, else empty. */
  readonly ledger: readonly LedgerEntry[];
}

const DAY_MS = 86_400_000;
/** How many installations are followed: all of their checks are explained again afterwards. */
const FOLLOWED = { least: 10, most: 200, oneIn: 100 } as const;

/** Runs a simulation in virtual time. `wish` must have passed `checkWish`. */
export async function simulate(wish: Wish, around: Surroundings = {}): Promise<SimulationOutcome> {
  const chance = new Chance(wish.seed);
  const span = spanOf(wish);
  const settlement = settle(chance, wish, span);
  const plan = inOrder([
    ...pastReleases(chance, wish.calendar, span),
    ...planVendorYear(chance, wish.calendar, span),
    ...planAdministrators(chance, settlement, span),
  ]);
  const ranks = new VersionRanks(wish.calendar.map(({ version }) => version));
  const first = runningAtFirst(wish.calendar, span).map((version) => ranks.rankOf(version));
  const installations = new Installations(chance, settlement, wish.installations, first);
  const store = await (around.openStore ?? newInMemory)();
  try {
    const world = WorldInMotion.open(store, plan, around.answering);
    const living = new SimulationRun({ wish, span, settlement, plan, ranks, installations, world, around });
    return await living.live();
  } finally {
    await store.close();
  }
}

interface Stage {
  readonly wish: Wish;
  readonly span: Span;
  readonly settlement: Settlement;
  readonly plan: readonly PlannedChange[];
  readonly ranks: VersionRanks;
  readonly installations: Installations;
  readonly world: WorldInMotion;
  readonly around: Surroundings;
}

/** What saw every answer of a simulation. */
interface Watchers {
  readonly checks: Checks;
  readonly nexts: NextWatch;
}

/** One run of a simulation. */
class SimulationRun {
  readonly #stage: Stage;
  readonly #answers: Answers;
  readonly #foretold: ForetoldUpgrades;
  readonly #adoption: AdoptionLog;

  constructor(stage: Stage) {
    const { ranks, installations, world } = stage;
    const turns = new RolloutTurns(installations);
    this.#stage = stage;
    this.#answers = new Answers(world.fleet, ranks, installations, turns);
    this.#foretold = new ForetoldUpgrades(ranks, installations, turns);
    this.#adoption = new AdoptionLog(ranks.size);
  }

  async live(): Promise<SimulationOutcome> {
    await this.#settle();
    const { installations, world, wish } = this.#stage;
    const standingClasses = new SeatStandingClasses(world.fleet, installations.seats);
    const answers = this.#answers;
    const nexts = new NextWatch({ installations, standingClasses, answers, ranks: this.#stage.ranks });
    const asking = { installations, standingClasses, answers, foretold: this.#foretold, nexts };
    const followed = evenly(wish.installations);
    const checks = new Checks(asking, followed);
    const bad = (await this.#liveDays(asking, checks)) ?? (await this.#explainKept(checks));
    return this.#result({ checks, nexts }, bad);
  }

  /** Creates partners, organizations and users, and makes the changes planned before the first installation asks. */
  async #settle(): Promise<void> {
    const { world, settlement, span, around } = this.#stage;
    const of = settlement.organizations.length + world.changesLeft;
    let done = 0;
    const tell = (now: number) => around.progress?.({ step: "settle", done: now, of });
    await recordSettlement(world.store, settlement, span.settledAt, (organizations) => {
      done = organizations;
      tell(done);
    });
    await world.doUntil(toInstant(span.startAt - 1), () => tell(++done));
    tell(of);
  }

  async #liveDays(asking: CheckParts, checks: Checks): Promise<BadCheck | null> {
    const { span, wish, installations, around } = this.#stage;
    for (let day = 0; day < wish.days; day++) {
      const bad = await this.#liveDay(asking, checks, addDays(span.startAt, day));
      if (bad) return bad;
      this.#adoption.take(installations, asking.standingClasses);
      around.progress?.({ step: "live", done: day + 1, of: wish.days });
    }
    return null;
  }

  /** Runs the checks of one day, piece by piece from one change or date to the next. */
  async #liveDay(asking: CheckParts, checks: Checks, dayAt: Instant): Promise<BadCheck | null> {
    const { world } = this.#stage;
    const endAt = dayAt + DAY_MS;
    for (let now = dayAt; now < endAt; ) {
      await this.#keepUp(asking, now);
      const until = toInstant(Math.min(endAt, world.nextChangeAt, nextDate(world.fleet.calendar, now)));
      const bad = asking.nexts.run(world.fleet.calendar, now, until) ?? checks.run(dayAt, now, until);
      if (bad) return bad;
      now = until;
    }
    return null;
  }

  /** Makes the changes planned until `now`; renews the forecasts of moved seats, or all if the vendor left the plan. */
  async #keepUp({ standingClasses }: CheckParts, now: Instant): Promise<void> {
    const { world } = this.#stage;
    const moved = standingClasses.follow(await world.doUntil(now));
    const { calendar } = world.fleet;
    this.#answers.renew();
    if (this.#foretold.holds(calendar, now)) {
      for (const standingClass of moved) this.#foretold.add(standingClass);
    } else {
      this.#foretold.renew(calendar, now, standingClasses.all());
      standingClasses.restamp();
    }
  }

  #explainKept(checks: Checks): Promise<BadCheck | null> {
    const { world, installations, ranks, span, around } = this.#stage;
    const { store, fleet } = world;
    const after = {
      store,
      installations,
      ranks,
      answers: this.#answers,
      calendar: fleet.calendar,
      now: span.endAt,
    };
    const tell = (done: number) => around.progress?.({ step: "explain", done, of: checks.kept.length });
    return explainAgain(after, checks.kept, tell);
  }

  async #result({ checks, nexts }: Watchers, bad: BadCheck | null): Promise<SimulationOutcome> {
    const { wish, span, settlement, plan, ranks, installations, world } = this.#stage;
    const { findings, head } = await verifyLedger(world.store);
    const [finding] = findings;
    const damaged: Violation | null = finding
      ? {
          kind: "ledger_damaged",
          at: span.endAt,
          who: null,
          expected: "a whole ledger",
          got: finding.message,
        }
      : null;
    const violation = bad ? this.#violation(bad) : damaged;
    return {
      wish,
      span,
      settlement,
      plan,
      outcomes: world.outcomes,
      ranks,
      installations,
      adoption: this.#adoption,
      followed: checks.kept,
      head,
      violation,
      counts: this.#counts(checks, nexts),
      ledger: violation ? await entriesAfter(world.store.database, 0, head.sequence) : [],
    };
  }

  #counts({ done, upgrades, kept }: Checks, { foretold, came }: NextWatch): Counts {
    const { installations, world } = this.#stage;
    const { all, steps, leaving, early, aroundBlocks, aroundSystems } = upgrades;
    return {
      checks: done,
      upgrades: all,
      steps,
      leaving,
      leavingEarly: early,
      aroundBlocks,
      aroundSystems,
      managed: installations.countManaged(),
      nextsForetold: foretold,
      nextsCame: came,
      asked: this.#answers.asked,
      forecasts: this.#foretold.made,
      changes: world.changes,
      explained: kept.length,
    };
  }

  #violation({ kind, installation, at, running, answered, foretold }: BadCheck): Violation {
    const { installations, ranks } = this.#stage;
    const seat = installations.seats[installations.seatOf[installation] ?? -1];
    const { platform, arch } = TARGETS[installations.targetOf[installation] ?? -1] ?? {};
    const text = (rank: number) => (rank === STAY ? "no update" : (ranks.texts[rank] ?? ""));
    const who = {
      organizationId: seat?.organizationId ?? "",
      userId: seat?.userId ?? null,
      installation: installations.idOf(installation),
      target: `${platform}/${arch}`,
      running: text(running),
    };
    return { kind, at, who, expected: text(foretold), got: text(answered) };
  }
}

/** The numbers of the installations that are followed, evenly spaced. */
function evenly(installations: number): readonly number[] {
  const { least, most, oneIn } = FOLLOWED;
  const count = Math.min(installations, most, Math.max(least, Math.ceil(installations / oneIn)));
  return Array.from({ length: count }, (_, index) => Math.floor((index * installations) / count));
}
