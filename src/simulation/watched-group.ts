import { TARGETS } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import type { Foresight } from "../policy/foresight.ts";
import { GroupSum } from "../policy/group-foresight.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { ComingOffer } from "../policy/next-offer.ts";
import { type Answers, STAY } from "./answers.ts";
import type { Check } from "./check.ts";
import type { Installations } from "./installations.ts";
import type { SeatStandingClasses } from "./seat-standing-classes.ts";
import type { VersionRanks } from "./version-ranks.ts";

/** What groups are watched in. */
export interface WatchGround {
  readonly installations: Installations;
  readonly standingClasses: SeatStandingClasses;
  readonly answers: Answers;
  readonly ranks: VersionRanks;
}

/** An answer that is not what was foretold as the next offer. */
export interface NotAsNext extends Check {
  readonly foretold: number;
}

/** R56: what was foretold of a group, and of what it was foretold. */
interface Foretelling {
  /** By member: the rank of what it ran, what it was offered then, or {@link STAY}, and the stamp of its seat. */
  readonly running: readonly number[];
  readonly present: readonly number[];
  readonly stamps: readonly number[];
  /** The rank of the next release and the first instant at which somebody is offered it; at Infinity if none is in sight. */
  readonly rank: number;
  readonly at: number;
  /** R18: whether it is sure that somebody is offered it at that instant. */
  readonly isExact: boolean;
}

/**
 * One installation, or those of an organization, with what the product says is offered to them next (R56). As long as
 * nothing changes, nobody is offered anything new before that instant, and at that instant somebody is offered that release.
 */
export class WatchedGroup {
  readonly members: readonly number[];
  readonly #isOne: boolean;
  readonly #ground: WatchGround;
  readonly #kinds: Map<string, InstallationKind>;
  #foretelling: Foretelling | null = null;

  /** `kinds` are shared by all groups, because a foresight remembers what it says of each. */
  constructor(
    members: readonly number[],
    isOne: boolean,
    ground: WatchGround,
    kinds: Map<string, InstallationKind>,
  ) {
    this.members = members;
    this.#isOne = isOne;
    this.#ground = ground;
    this.#kinds = kinds;
  }

  /** Whether what was foretold still counts: nothing has changed since, and the instant has not come. */
  isGood(now: Instant): boolean {
    const { installations, standingClasses } = this.#ground;
    const foretelling = this.#foretelling;
    if (!foretelling || foretelling.at <= now) return false;
    return this.members.every((installation, index) => {
      const stamp = standingClasses.stamps[installations.seatOf[installation] as number];
      return (
        installations.running[installation] === foretelling.running[index] &&
        stamp === foretelling.stamps[index]
      );
    });
  }

  /** Asks what comes next. */
  foretell(foresight: Foresight, now: Instant): void {
    const { installations, standingClasses, answers, ranks } = this.#ground;
    const running = this.members.map((installation) => installations.running[installation] as number);
    const stamps = this.members.map(
      (installation) => standingClasses.stamps[installations.seatOf[installation] as number] as number,
    );
    const present = this.members.map((installation, index) =>
      answers.askExactly(this.#standingClassOf(installation), installation, running[index] as number, now),
    );
    const { next, isExact } = this.#nextOf(foresight, now);
    const at = next?.at ?? Number.POSITIVE_INFINITY;
    this.#foretelling = {
      running,
      stamps,
      present,
      rank: next ? ranks.rankOf(next.release.version) : STAY,
      at,
      isExact,
    };
  }

  /** Holds what was foretold against the fleet's answers, if its instant lies in a span. Returns what is wrong, or null. */
  hold(from: Instant, until: Instant): NotAsNext | "came" | null {
    const foretelling = this.#foretelling;
    if (!foretelling) return null;
    const { at, rank, isExact } = foretelling;
    const before = (at - 1) as Instant;
    if (before >= from && before < until) {
      const early = this.#newOffers(foretelling, before)[0];
      if (early) return early;
    }
    if (at < from || at >= until || !isExact) return null;
    const most = mostOffered(this.#newOffers(foretelling, at as Instant));
    if (most?.answered === rank) return "came";
    const [installation = 0] = this.members;
    const [running = 0] = foretelling.running;
    return { ...(most ?? { installation, at: at as Instant, running, answered: STAY }), foretold: rank };
  }

  /** Judges an upgrade of a member: before the instant it must be the one that was offered when the next was foretold. */
  judge({ installation, at, running, answered }: Check): NotAsNext | null {
    const foretelling = this.#foretelling;
    if (!foretelling || !this.isGood(at)) return null;
    const present = foretelling.present[this.members.indexOf(installation)] as number;
    return answered === present ? null : { installation, at, running, answered, foretold: present };
  }

  /** What members are offered at an instant that they were not offered when the next was foretold. */
  #newOffers({ running, present }: Foretelling, at: Instant): NotAsNext[] {
    return this.members.flatMap((installation, index) => {
      const runs = running[index] as number;
      const foretold = present[index] as number;
      const answered = this.#ground.answers.askExactly(
        this.#standingClassOf(installation),
        installation,
        runs,
        at,
      );
      return answered === STAY || answered === foretold
        ? []
        : [{ installation, at, running: runs, answered, foretold }];
    });
  }

  #nextOf(
    foresight: Foresight,
    now: Instant,
  ): { readonly next: ComingOffer | null; readonly isExact: boolean } {
    const { installations, answers } = this.#ground;
    if (this.#isOne) {
      const [installation = 0] = this.members;
      const asker = answers.questionOf(installation, installations.running[installation] as number, now);
      const { next } = foresight.ofOne(asker, this.#standingClassOf(installation).standing, now);
      return { next, isExact: true };
    }
    const sum = new GroupSum();
    for (const installation of this.members) {
      const { standing } = this.#standingClassOf(installation);
      const kind = this.#kindOf(installation);
      sum.add(foresight.ofKind(kind, standing, now), 1, kind.running);
    }
    const { next } = sum.result(() => null);
    return { next, isExact: next?.isExact ?? true };
  }

  #standingClassOf(installation: number) {
    const { installations, standingClasses } = this.#ground;
    return standingClasses.at(installations.seatOf[installation] as number);
  }

  #kindOf(installation: number): InstallationKind {
    const { installations, answers, ranks } = this.#ground;
    const runs = installations.running[installation] as number;
    const { os, isManaged, target } = answers.questionOf(installation, runs, 0 as Instant);
    const runsAhead = this.#standingClassOf(installation).code === "user_on_automatic_upgrades";
    const key = [TARGETS.indexOf(target), installations.computerOf[installation], runs, runsAhead].join();
    const running = ranks.versions[runs] ?? null;
    const kind = this.#kinds.get(key) ?? { target, running, runsAhead, os, isManaged };
    this.#kinds.set(key, kind);
    return kind;
  }
}

/** Of what members are offered, what most of them are; of as many, the newer version. */
function mostOffered(offers: readonly NotAsNext[]): NotAsNext | undefined {
  const counts = new Map<number, number>();
  for (const { answered } of offers) counts.set(answered, (counts.get(answered) ?? 0) + 1);
  const countOf = ({ answered }: NotAsNext) => counts.get(answered) ?? 0;
  return offers.toSorted((a, b) => countOf(b) - countOf(a) || b.answered - a.answered)[0];
}
