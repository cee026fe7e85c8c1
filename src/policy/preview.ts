import type { Instant } from "../instant.ts";
import type { ExpiryWatch } from "./expiry-watch.ts";
import type { ConflictChange, Movement, Outcome, Reach } from "./outcome.ts";
import { type Governing, resolve } from "./resolve.ts";
import { AUTOMATIC, isSameSchedule, isSlower, type Schedule } from "./schedule.ts";
import { type Cascade, type OrganizationSettings, type PartnerSettings, toCascade } from "./settings.ts";
import { beginStanding, changeStanding, type Standing } from "./standing.ts";
import { type OutcomeCount, Tally } from "./tally.ts";

/** What a preview needs to know of an organization. */
export interface Standpoint {
  readonly id: string;
  readonly partnerIds: readonly string[];
  readonly settings: OrganizationSettings;
  readonly standing: Standing;
  /** R11: how many of its users have the switch on. */
  readonly usersOnAutomatic: number;
  /** Adds its installations to `sums`, which are indexed by kind; left out if they are not counted. */
  readonly addInstallations?: (sums: number[]) => void;
}

type SettingsOf = (partnerId: string) => PartnerSettings;

/** R6: a change of a partner's default that was not made yet. */
export interface DefaultChange {
  readonly partnerId: string;
  readonly after: PartnerSettings;
  /** Every partner's present settings. */
  readonly settingsOf: SettingsOf;
}

/**
 * R6, R9, R10, R15: the effects of a new default of one partner on the organizations that it serves. Organizations that
 * are alike are resolved once, so a million take well under a second.
 */
export function previewPartnerDefault(
  organizations: Iterable<Standpoint>,
  change: DefaultChange,
  at: Instant,
  watch: ExpiryWatch | null = null,
): readonly OutcomeCount[] {
  const { partnerId, after, settingsOf } = change;
  const tally = new Tally(watch);
  const settingsThen: SettingsOf = (id) => (id === partnerId ? after : settingsOf(id));
  const reachOf: ReachOf = (cascade, governing) => reachOfDefault(cascade, governing, partnerId);
  const alike = new Map<Standing, Map<string, number>>();
  for (const one of organizations) {
    const key = likeness(one);
    let row = key === null ? undefined : alike.get(one.standing)?.get(key);
    if (row === undefined) {
      row = tally.rowOf(foresee(one, { after: one.settings, settingsOf, settingsThen, reachOf, at }));
      if (key !== null) remember(alike, one.standing, key, row);
    }
    count(tally, row, one);
  }
  return tally.counts();
}

/** An organization with its settings as they would be after a change. */
export interface ChangedStandpoint extends Standpoint {
  readonly after: OrganizationSettings;
}

/** R7 to R10, R15: the effects of changes of the settings of single organizations. */
export function previewOrganizations(
  organizations: Iterable<ChangedStandpoint>,
  settingsOf: SettingsOf,
  at: Instant,
  watch: ExpiryWatch | null = null,
): readonly OutcomeCount[] {
  const tally = new Tally(watch);
  for (const one of organizations) {
    const { after } = one;
    const change = { after, settingsOf, settingsThen: settingsOf, reachOf: reachOfSettings, at };
    count(tally, tally.rowOf(foresee(one, change)), one);
  }
  return tally.counts();
}

function count(tally: Tally, row: number, one: Standpoint): void {
  const { usersOnAutomatic } = one;
  tally.addOrganization(row, one);
  if (one.addInstallations) tally.addInstallations(row, one.addInstallations.bind(one));
  if (usersOnAutomatic > 0) tally.addUsers(tally.rowOf(ON_AUTOMATIC), usersOnAutomatic);
}

/** R11: users with the switch on are on automatic before and after, without a hold. */
const ON_AUTOMATIC: Outcome = {
  reach: "user_on_automatic_upgrades",
  movement: "stays",
  conflict: null,
  before: beginStanding(AUTOMATIC),
  after: beginStanding(AUTOMATIC),
};

type ReachOf = (cascade: Cascade, governing: Governing) => Reach;

/** A change as it would apply to one organization. */
interface ForeseenChange {
  /** The organization's settings after the change. */
  readonly after: OrganizationSettings;
  /** Every partner's settings before the change, and after it. */
  readonly settingsOf: SettingsOf;
  readonly settingsThen: SettingsOf;
  readonly reachOf: ReachOf;
  readonly at: Instant;
}

function foresee(
  one: Standpoint,
  { after: changed, settingsOf, settingsThen, reachOf, at }: ForeseenChange,
): Outcome {
  const governing = resolve(toCascade(one.partnerIds, one.settings, settingsOf));
  const cascade = toCascade(one.partnerIds, changed, settingsThen);
  const then = resolve(cascade);
  const after = changeStanding(one.standing, then.schedule, at);
  return {
    reach: reachOf(cascade, then),
    movement: movementOf(one.standing.schedule, after.schedule),
    conflict: conflictOf(governing, then),
    before: one.standing,
    after,
  };
}

/** R14: how the schedule moves; another number of weeks alone is neither faster nor slower. */
function movementOf(from: Schedule, to: Schedule): Movement {
  if (isSameSchedule(from, to)) return "stays";
  if (isSlower(from, to)) return "slower";
  return isSlower(to, from) ? "faster" : "other_weeks";
}

function conflictOf(before: Governing, after: Governing): ConflictChange {
  if (!before.conflict && after.conflict) return "appears";
  return before.conflict && !after.conflict ? "ends" : null;
}

function reachOfDefault(cascade: Cascade, governing: Governing, partnerId: string): Reach {
  const own = cascade.partners.find((partner) => partner.partnerId === partnerId);
  if (cascade.own || own?.perOrganization.schedule) return "left_default";
  if (cascade.legacy) return "older_settings";
  if (governing.conflict) return "partners_in_conflict";
  return own?.settings.schedule || governing.partnerIds.length === 0 ? "reached" : "another_partner_decides";
}

function reachOfSettings(_cascade: Cascade, governing: Governing): Reach {
  return governing.conflict ? "partners_in_conflict" : "reached";
}

/** A key: organizations of one standing with the same key have the same outcome. Null if this one is resolved alone. */
function likeness({ partnerIds, settings }: Standpoint): string | null {
  if (settings.own) return "own";
  for (const _ in settings.partners) return null;
  if (settings.legacy) return "legacy";
  return partnerIds.length === 1 ? "alone" : [...partnerIds].sort().join();
}

function remember(
  alike: Map<Standing, Map<string, number>>,
  standing: Standing,
  key: string,
  row: number,
): void {
  const known = alike.get(standing);
  if (known) known.set(key, row);
  else alike.set(standing, new Map([[key, row]]));
}
