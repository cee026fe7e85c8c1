import type { Calendar } from "../catalog/calendar.ts";
import { parseVersion, type Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { decide, type Verdict } from "../policy/decide.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { Question } from "../policy/judge.ts";
import { previewPartnerDefault } from "../policy/preview.ts";
import type { PartnerSettings } from "../policy/settings.ts";
import type { StandingCount } from "../policy/standing-count.ts";
import type { OutcomeCount } from "../policy/tally.ts";
import { parseId } from "../tenancy/id.ts";
import { type Adoption, countAdoption } from "./adoption.ts";
import { type Answer, AnswerTable } from "./answer-table.ts";
import { Census } from "./census.ts";
import { NOBODY, type StandingClass } from "./standing-class.ts";
import { type CountedPart, countStandings } from "./standing-counts.ts";
import { countUsersOnAutomatic, standpointsServedBy } from "./standpoints.ts";
import { TARGETS } from "./targets.ts";
import type { World } from "./world.ts";

const UNKNOWN = -1;
const UUID_LENGTH = 36;

/** The answers of a world, from memory: a check does no I/O. */
export class Fleet {
  readonly #world: World;
  readonly #census: Census;

  constructor(world: World, census = new Census(world.organizations.directory)) {
    this.#world = world;
    this.#census = census;
  }

  /** The last ledger entry that the answers know of. */
  get sequence(): number {
    return this.#world.sequence;
  }

  get organizationCount(): number {
    return this.#world.organizations.count;
  }

  /** How many different ways to be governed there are. */
  get standingClassCount(): number {
    return this.#world.standingClasses.size;
  }

  /** The calendar as it stands. */
  get calendar(): Calendar {
    return this.#world.calendar;
  }

  /**
   * R21: where the asked organization and user stand. The texts are taken as they come (a UUID in either case, or its long
   * form; null: not said): an unknown organization is where the vendor default is, an unknown user where the organization is.
   */
  standingClassOf(organization: string | null, user: string | null): StandingClass {
    return this.standingClassAt(this.numberOf(organization), user);
  }

  /** The same for an organization's number of {@link numberOf}. */
  standingClassAt(number: number, user: string | null): StandingClass {
    const { organizations, standingClasses, users } = this.#world;
    const standingClass = number === UNKNOWN ? NOBODY : organizations.standingClassOf(number);
    if (user === null || standingClass === NOBODY || !users.isAnyOf(number))
      return standingClasses.at(standingClass);
    const known = users.find(parseId(user) ?? "", number);
    return standingClasses.at(known === UNKNOWN ? standingClass : users.standingClassOf(known));
  }

  /** The number that an organization has in memory until the next change; -1: it is not known or not said. */
  numberOf(organization: string | null): number {
    if (organization === null) return UNKNOWN;
    const { directory } = this.#world.organizations;
    const number = directory.find(organization);
    if (number !== UNKNOWN || organization.length <= UUID_LENGTH) return number;
    return directory.find(parseId(organization) ?? "");
  }

  /** The prepared answer for an ordinary installation; null where it must be decided for this one (R15, R18). */
  answer(standingClass: StandingClass, target: number, runningText: string, now: Instant): Answer | null {
    return this.#table(standingClass, target).answer(now, runningText, readVersion);
  }

  /** R18: whether everybody at a place is answered alike, because no release is being rolled out there. */
  isAlikeForAll(standingClass: StandingClass, target: number, now: Instant): boolean {
    return this.#table(standingClass, target).isAlikeForAll(now);
  }

  /** The id of an organization that exists, in its one form; null: there is none. `number` is that of {@link numberOf}. */
  knownId(number: number, organization: string): string | null {
    if (!this.#world.circumstancesOf(number)) return null;
    return organization.length === UUID_LENGTH ? organization.toLowerCase() : parseId(organization);
  }

  /** By what installations are counted; sums hold one number for each. */
  get kinds(): readonly InstallationKind[] {
    return this.#census.kinds;
  }

  /** Adds an organization's installations to sums by the number of their kind. */
  addInstallations(sums: number[], organizationId: string): void {
    this.#census.addTo(sums, organizationId);
  }

  /** What the installations of a part run, and who is behind. */
  adoption(part: CountedPart, now: Instant): Adoption {
    return countAdoption(this.#world, this.#census, part, now);
  }

  /** R6, R9, R10: what a new default of a partner would do to every organization that it serves. */
  previewPartnerDefault(partnerId: string, after: PartnerSettings, at: Instant): readonly OutcomeCount[] {
    const world = this.#world;
    const change = { partnerId, after, settingsOf: (id: string) => world.partnerSettings(id) };
    return previewPartnerDefault(standpointsServedBy(world, partnerId, this.#census), change, at);
  }

  /** R11: how many users of an organization have the switch on. */
  countUsersOnAutomatic(organizationId: string): number {
    return countUsersOnAutomatic(this.#world, this.numberOf(organizationId));
  }

  countServedBy(partnerId: string): number {
    let count = 0;
    for (const { size } of this.#world.circumstancesTable.withPartner(partnerId)) count += size;
    return count;
  }

  /** How many organizations of a part stand how. */
  countStandings(part: CountedPart): readonly StandingCount[] {
    return countStandings(this.#world, part);
  }

  /** The partners that serve an organization; none where it does not exist. */
  partnersServing(organizationId: string): readonly string[] {
    return this.#world.circumstancesOf(this.numberOf(organizationId))?.partnerIds ?? [];
  }

  /** The partners that serve an organization together with this one. */
  partnersBeside(partnerId: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { partnerIds } of this.#world.circumstancesTable.withPartner(partnerId)) {
      for (const id of partnerIds) found.add(id);
    }
    found.delete(partnerId);
    return found;
  }

  /** The verdict for exactly this question, now. */
  decide(standingClass: StandingClass, asked: Question): Verdict {
    return decide(asked, standingClass, this.#world.calendar);
  }

  /** Milliseconds until an answer at this place can change by itself; Infinity: not in sight. */
  millisecondsToNextDate(standingClass: StandingClass, target: number, now: Instant): number {
    return this.#table(standingClass, target).goodUntil(now) - now;
  }

  #table(standingClass: StandingClass, target: number): AnswerTable {
    const known = standingClass.tables[target];
    if (known) return known;
    const wanted = TARGETS[target];
    if (!wanted) throw new Error(`no target has the number ${target}`);
    const table = new AnswerTable(standingClass, wanted, this.#world.calendar);
    standingClass.tables[target] = table;
    return table;
  }
}

function readVersion(text: string): Version | null {
  const version = parseVersion(text);
  return version.ok ? version.value : null;
}
