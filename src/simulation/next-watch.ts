import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { Foresight } from "../policy/foresight.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { BadCheck, Check } from "./check.ts";
import type { Installations } from "./installations.ts";
import { type NotAsNext, WatchedGroup, type WatchGround } from "./watched-group.ts";

/** How many installations are watched, and how many organizations with at most so many installations. */
const INSTALLATIONS = 10;
const ORGANIZATIONS = 4;
const MOST_MEMBERS = 40;

/**
 * Holds what the product says is offered next (R56) to some installations and organizations against what the fleet then
 * answers.
 */
export class NextWatch {
  readonly #groups: readonly WatchedGroup[];
  readonly #byMember = new Map<number, WatchedGroup[]>();
  #calendar: Calendar | null = null;
  #foresight: Foresight | null = null;
  /** How often the next offer was foretold, and how often it came when it had been said, with nothing changed in between. */
  foretold = 0;
  came = 0;

  constructor(ground: WatchGround) {
    const kinds = new Map<string, InstallationKind>();
    const { installations } = ground;
    const ones = someOf(installations.count, INSTALLATIONS).map(
      (one) => new WatchedGroup([one], true, ground, kinds),
    );
    const some = membersOfSome(installations).map(
      (members) => new WatchedGroup(members, false, ground, kinds),
    );
    this.#groups = [...ones, ...some];
    for (const group of this.#groups) {
      for (const member of group.members)
        this.#byMember.set(member, [...(this.#byMember.get(member) ?? []), group]);
    }
  }

  /**
   * Foretells what has to be foretold again at `from`, and asks at the instants foretold until before `until`, between which
   * nothing changes. Returns the first answer that is not as foretold, or null.
   */
  run(calendar: Calendar, from: Instant, until: Instant): BadCheck | null {
    for (const group of this.#groups) {
      if (!group.isGood(from)) {
        group.foretell(this.#foresightFor(calendar, from), from);
        this.foretold++;
      }
      const held = group.hold(from, until);
      if (held === "came") this.came++;
      else if (held) return toBad(held);
    }
    return null;
  }

  /** Judges an upgrade that is about to be made. */
  judge(check: Check): BadCheck | null {
    for (const group of this.#byMember.get(check.installation) ?? []) {
      const wrong = group.judge(check);
      if (wrong) return toBad(wrong);
    }
    return null;
  }

  #foresightFor(calendar: Calendar, now: Instant): Foresight {
    if (!this.#foresight || this.#calendar !== calendar) this.#foresight = new Foresight(calendar, now);
    this.#calendar = calendar;
    return this.#foresight;
  }
}

function toBad(wrong: NotAsNext): BadCheck {
  return { ...wrong, kind: "not_as_next" };
}

/** Numbers below a count, evenly spaced. */
function someOf(count: number, most: number): readonly number[] {
  const chosen = Math.min(count, most);
  return Array.from({ length: chosen }, (_, index) => Math.floor(((index + 0.5) * count) / chosen));
}

/**
 * The installations of some organizations that have few. Those of users are left out: what a hold of their own (R15)
 * changes is not counted.
 */
function membersOfSome({ seats, seatOf }: Installations): readonly (readonly number[])[] {
  const counts = new Uint32Array(seats.length);
  for (const seat of seatOf) counts[seat] = (counts[seat] as number) + 1;
  const small = seats.flatMap(({ userId }, seat) => {
    const count = counts[seat] as number;
    return userId === null && count > 0 && count <= MOST_MEMBERS ? [seat] : [];
  });
  const chosen = new Map(
    someOf(small.length, ORGANIZATIONS).map((index) => [small[index] as number, [] as number[]]),
  );
  seatOf.forEach((seat, installation) => {
    chosen.get(seat)?.push(installation);
  });
  return [...chosen.values()];
}
