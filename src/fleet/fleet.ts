import type { Calendar } from "../catalog/calendar.ts";
import type { Product } from "../catalog/product.ts";
import { isUnreadable, type KnownVersion, parseRunningVersion } from "../catalog/running-version.ts";
import type { Instant } from "../instant.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import { decide } from "../policy/decide.ts";
import { ExpiryWatch } from "../policy/expiry-watch.ts";
import { Foresight } from "../policy/foresight.ts";
import type { GroupForesight } from "../policy/group-foresight.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { Question } from "../policy/judge.ts";
import { previewPartnerDefault } from "../policy/preview.ts";
import { type ReleaseStep, StepEffects } from "../policy/release-effect.ts";
import type { PartnerSettings } from "../policy/settings.ts";
import type { StandingCount } from "../policy/standing-count.ts";
import type { OutcomeCount } from "../policy/tally.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { Enrolment } from "../tenancy/enrolment.ts";
import { parseId } from "../tenancy/id.ts";
import { type Adoption, countAdoption } from "./adoption.ts";
import { type Answer, AnswerTable, type PlainCheck, type SteadySpan } from "./answer-table.ts";
import { Census } from "./census.ts";
import {
  type CountedInstallations,
  countedInstallations,
  foreseeOrganizations,
  hasOwnHolds,
} from "./foretell.ts";
import { inSlices } from "./in-slices.ts";
import type { CountedFleet } from "./matching.ts";
import { previewRelease, type StepForesight } from "./preview-release.ts";
import { NOBODY, type StandingClass } from "./standing-class.ts";
import { type CountedPart, countServedBy, countStandings } from "./standing-counts.ts";
import { countUsersOnAutomatic, standpointsServedBy } from "./standpoints.ts";
import { TARGETS } from "./targets.ts";
import type { World } from "./world.ts";

const UNKNOWN = -1;
const UUID_LENGTH = 36;

/** Answers to update checks and counts, from a world in memory: a check does no I/O. */
export class Fleet {
  #world: World;
  #census: Census;
  /** What it foretold by the calendar that it was asked about last. */
  #foretold: { readonly calendar: Calendar; readonly foresight: Foresight } | null = null;

  constructor(world: World, census = new Census(world.organizations.directory)) {
    this.#world = world;
    this.#census = census;
  }

  /** Answers from another world from now on, whose installations `census` counts. */
  replace(world: World, census: Census): void {
    this.#world = world;
    this.recount(census);
  }

  /** Counts installations by another census from now on. */
  recount(census: Census): void {
    this.#census = census;
  }

  /** The position of the last ledger entry that answers take into account. */
  get head(): LedgerPosition {
    return this.#world.head;
  }

  /** The sequence of that entry. */
  get sequence(): number {
    return this.#world.sequence;
  }

  get organizationCount(): number {
    return this.#world.organizations.count;
  }

  /** How many standing classes there are. */
  get standingClassCount(): number {
    return this.#world.standingClasses.size;
  }

  /** The calendar at the last entry. */
  get calendar(): Calendar {
    return this.#world.calendar;
  }

  /** What the vendor says of its apps at the last entry; the same object until that changes. */
  get product(): Product {
    return this.#world.product;
  }

  /**
   * R21: the standing class of an organization, or of one of its users. The ids are texts from a check: a UUID in
   * either case or its long form, or null if not given. An unknown organization has the vendor default, an unknown user
   * the standing of the organization.
   */
  standingClassOf(organization: string | null, user: string | null): StandingClass {
    return this.standingClassAt(this.numberOf(organization), user);
  }

  /** The same as {@link standingClassOf} for an organization's number from {@link numberOf}. */
  standingClassAt(number: number, user: string | null): StandingClass {
    const { organizations, standingClasses, users } = this.#world;
    const standingClass = number === UNKNOWN ? NOBODY : organizations.standingClassOf(number);
    if (user === null || standingClass === NOBODY || !users.isAnyOf(number))
      return standingClasses.at(standingClass);
    const known = users.find(parseId(user) ?? "", number);
    return standingClasses.at(known === UNKNOWN ? standingClass : users.standingClassOf(known));
  }

  /** The number of an organization in memory, valid until the next change, or -1 if it is unknown or null. */
  numberOf(organization: string | null): number {
    if (organization === null) return UNKNOWN;
    const { directory } = this.#world.organizations;
    const number = directory.find(organization);
    if (number !== UNKNOWN || organization.length <= UUID_LENGTH) return number;
    return directory.find(parseId(organization) ?? "");
  }

  /**
   * The cached answer for an ordinary installation, or null if {@link decide} must be asked for this one (R15, R18).
   */
  answer(standingClass: StandingClass, target: number, said: PlainCheck, now: Instant): Answer | null {
    return this.#table(standingClass, target).answer(now, said, readVersion);
  }

  /**
   * R18: the span around `now` in which the answers to a standing class stay as they are, unless they were asked by hand
   * or name the date of the installation; null during a rollout, when installations get different answers.
   */
  steadySpan(standingClass: StandingClass, target: number, now: Instant): SteadySpan | null {
    return this.#table(standingClass, target).steadySpan(now);
  }

  /** The ids of organizations, by their numbers. */
  idsOf(numbers: Iterable<number>): readonly string[] {
    const { directory } = this.#world.organizations;
    return Array.from(numbers, (number) => directory.textAt(number));
  }

  /** Whether there is an organization of a number from {@link numberOf}. */
  isOrganization(number: number): boolean {
    return this.#world.circumstancesOf(number) !== undefined;
  }

  /** The enrolment of an organization of a number from {@link numberOf}, or null if it has never made a key. */
  enrolmentAt(number: number): Enrolment | null {
    return this.#world.enrolments.at(number);
  }

  /** The kinds by which installations are counted; sums are indexed by kind. */
  get kinds(): readonly InstallationKind[] {
    return this.#census.kinds;
  }

  /** Adds an organization's installations to `sums`, which are indexed by kind. */
  addInstallations(sums: number[], organizationId: string): void {
    this.#census.addTo(sums, organizationId);
  }

  /** What the installations of a part run, and how many are behind; counted in slices, between which others are answered. */
  adoption(part: CountedPart, now: Instant): Promise<Adoption> {
    return inSlices(countAdoption(this.#world, this.#census, part, now));
  }

  /** R56: what installations will be offered, by the calendar at the last entry. */
  foresightAt(now: Instant): Foresight {
    const { calendar } = this.#world;
    if (this.#foretold?.calendar !== calendar) {
      this.#foretold = { calendar, foresight: new Foresight(calendar, now) };
    }
    return this.#foretold.foresight;
  }

  /** R30: what watches the ends of life in a preview. */
  watchExpiries(now: Instant): ExpiryWatch {
    return new ExpiryWatch(this.kinds, { planned: this.foresightAt(now).plannedAt(now), now });
  }

  /**
   * R56: the foresight of organizations, by id, from the counts of their installations; worked out in slices, between which
   * others are answered.
   */
  foresightsOf(
    organizationIds: readonly string[],
    now: Instant,
  ): Promise<ReadonlyMap<string, GroupForesight>> {
    const foretelling = { world: this.#world, census: this.#census, foresight: this.foresightAt(now) };
    const numbers = new Map(organizationIds.map((id) => [id, this.numberOf(id)]));
    return inSlices(foreseeOrganizations(foretelling, numbers, now));
  }

  /** What lists of organizations and of installations are made of, as it is now; the ledger may go on meanwhile. */
  countedAt(now: Instant): CountedFleet {
    return { world: this.#world, census: this.#census, now };
  }

  /** The installations of an organization, those that are alike together. */
  installationsOf(organizationId: string): readonly CountedInstallations[] {
    return countedInstallations(this.#world, this.#census, this.numberOf(organizationId));
  }

  /** R15: whether a user of an organization has a hold of their own, of which counts do not tell. */
  hasOwnHolds(organizationId: string): boolean {
    return hasOwnHolds(this.#world, this.numberOf(organizationId));
  }

  /** R6, R9, R10: the effects of a new partner default on every organization that the partner serves. */
  previewPartnerDefault(
    partnerId: string,
    after: PartnerSettings,
    at: Instant,
    watch: ExpiryWatch | null = null,
  ): readonly OutcomeCount[] {
    const world = this.#world;
    const change = { partnerId, after, settingsOf: (id: string) => world.partnerSettings(id) };
    return previewPartnerDefault(standpointsServedBy(world, partnerId, this.#census), change, at, watch);
  }

  /** R11: how many users of an organization have the switch on. */
  countUsersOnAutomatic(organizationId: string): number {
    return countUsersOnAutomatic(this.#world, this.numberOf(organizationId));
  }

  countServedBy(partnerId: string): number {
    return countServedBy(this.#world, partnerId);
  }

  /** How many organizations of a part have each standing. */
  countStandings(part: CountedPart): readonly StandingCount[] {
    return countStandings(this.#world, part);
  }

  /**
   * The effects of a step with a release on every organization, and what it means by floors and ends of life; worked out in
   * slices, between which others are answered.
   */
  previewRelease(step: ReleaseStep, now: Instant): Promise<StepForesight> {
    return inSlices(previewRelease(this.#world, this.#census, new StepEffects(step, now)));
  }

  /** The partners that serve an organization; empty if it does not exist. */
  partnersServing(organizationId: string): readonly string[] {
    return this.#world.circumstancesOf(this.numberOf(organizationId))?.partnerIds ?? [];
  }

  /** The partners that serve an organization together with this partner. */
  partnersBeside(partnerId: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { partnerIds } of this.#world.circumstancesTable.withPartner(partnerId)) {
      for (const id of partnerIds) found.add(id);
    }
    found.delete(partnerId);
    return found;
  }

  /** The verdict for exactly this question, by the present calendar. */
  decide(standingClass: StandingClass, asked: Question): Verdict {
    return decide(asked, standingClass, this.#world.calendar);
  }

  /** Milliseconds until an answer of this standing class can change by itself, or Infinity if no date is known. */
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

/** The version that an installation says it runs, or null if it cannot be read: no answer is cached for such texts. */
function readVersion(text: string): KnownVersion | null {
  const version = parseRunningVersion(text);
  return isUnreadable(version) ? null : version;
}
