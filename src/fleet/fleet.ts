import type { Calendar } from "../catalog/calendar.ts";
import { parseVersion, type Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { decide, type Verdict } from "../policy/decide.ts";
import type { Question } from "../policy/judge.ts";
import { previewPartnerDefault } from "../policy/preview.ts";
import type { PartnerSettings } from "../policy/settings.ts";
import type { OutcomeCount } from "../policy/tally.ts";
import { parseId } from "../tenancy/id.ts";
import { type Answer, AnswerTable } from "./answer-table.ts";
import { NOBODY, type Place } from "./place.ts";
import { countUsersOnAutomatic, standpointsServedBy } from "./standpoints.ts";
import { TARGETS } from "./targets.ts";
import type { World } from "./world.ts";

const UNKNOWN = -1;
const UUID_LENGTH = 36;

/** The answers of a world, from memory: a check does no I/O. */
export class Fleet {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The last ledger entry that the answers know of. */
  get sequence(): number {
    return this.#world.sequence;
  }

  get organizationCount(): number {
    return this.#world.organizations.size;
  }

  /** How many different ways to be governed there have been since the start. */
  get placeCount(): number {
    return this.#world.places.size;
  }

  /** The calendar as it stands. */
  get calendar(): Calendar {
    return this.#world.calendar;
  }

  /**
   * R21: where the asked organization and user stand. The texts are taken as they come (a UUID in either case, or its long
   * form; null: not said): an unknown organization is where the vendor default is, an unknown user where the organization is.
   */
  place(organization: string | null, user: string | null): Place {
    const { directory, places, users } = this.#world;
    const number = organization === null ? UNKNOWN : this.#numberOf(organization);
    const place = places.at(number === UNKNOWN ? NOBODY : directory.valueAt(number));
    if (user === null || users.size === 0 || place.number === NOBODY) return place;
    const known = users.get(parseId(user) ?? "");
    return known?.place && this.#numberOf(known.organizationId) === number ? known.place : place;
  }

  #numberOf(organization: string): number {
    const { directory } = this.#world;
    const number = directory.find(organization);
    if (number !== UNKNOWN || organization.length <= UUID_LENGTH) return number;
    return directory.find(parseId(organization) ?? "");
  }

  /** The prepared answer for an ordinary installation; null where it must be decided for this one (R15, R18). */
  answer(place: Place, target: number, runningText: string, now: Instant): Answer | null {
    return this.#table(place, target).answer(now, runningText, readVersion);
  }

  /** R6, R9, R10: what a new default of a partner would do to every organization that it serves. */
  previewPartnerDefault(partnerId: string, after: PartnerSettings, at: Instant): readonly OutcomeCount[] {
    const world = this.#world;
    const change = { partnerId, after, settingsOf: (id: string) => world.partnerSettings(id) };
    return previewPartnerDefault(standpointsServedBy(world, partnerId), change, at);
  }

  /** R11: how many users of an organization have the switch on. */
  countUsersOnAutomatic(organizationId: string): number {
    return countUsersOnAutomatic(this.#world, organizationId);
  }

  /** The verdict for exactly this question, now. */
  decide(place: Place, asked: Question): Verdict {
    return decide(asked, place, this.#world.calendar);
  }

  /** Milliseconds until an answer at this place can change by itself; Infinity: not in sight. */
  millisecondsToNextDate(place: Place, target: number, now: Instant): number {
    return this.#table(place, target).goodUntil(now) - now;
  }

  #table(place: Place, target: number): AnswerTable {
    const known = place.tables[target];
    if (known) return known;
    const wanted = TARGETS[target];
    if (!wanted) throw new Error(`no target has the number ${target}`);
    const table = new AnswerTable(place, wanted, this.#world.calendar);
    place.tables[target] = table;
    return table;
  }
}

function readVersion(text: string): Version | null {
  const version = parseVersion(text);
  return version.ok ? version.value : null;
}
