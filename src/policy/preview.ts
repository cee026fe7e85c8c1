import type { Instant } from "../instant.ts";
import type { ConflictTurn, Movement, Outcome, Reach } from "./outcome.ts";
import { type Governing, resolve } from "./resolve.ts";
import { AUTOMATIC, isSameSchedule, isSlower, type Schedule } from "./schedule.ts";
import { type Cascade, type OrganizationSettings, type PartnerSettings, toCascade } from "./settings.ts";
import { beginStanding, changeStanding, type Standing } from "./standing.ts";
import { type OutcomeCount, Tally } from "./tally.ts";

/** An organization as a preview looks at it. */
export interface Standpoint {
  readonly id: string;
  readonly partnerIds: readonly string[];
  readonly settings: OrganizationSettings;
  readonly standing: Standing;
  /** R11: how many of its users have the switch on. */
  readonly usersOnAutomatic: number;
  /** Adds its installations to sums by the number of their kind; where it is left out, nobody counted them. */
  readonly addInstallations?: (sums: number[]) => void;
}

type SettingsOf = (partnerId: string) => PartnerSettings;

/** A partner's default, as it would be saved (R6). */
export interface DefaultChange {
  readonly partnerId: string;
  readonly after: PartnerSettings;
  /** Every partner's settings as they are. */
  readonly settingsOf: SettingsOf;
}

/**
 * R6, R9, R10, R15: what a new default of one partner does to the organizations that it serves. One pass: those that are
 * alike (most are) are resolved once, so a million take well under a second.
 */
export function previewPartnerDefault(
  organizations: Iterable<Standpoint>,
  change: DefaultChange,
  at: Instant,
): readonly OutcomeCount[] {
  const { partnerId, after, settingsOf } = change;
  const tally = new Tally();
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

/** An organization with the settings that a change for it would leave. */
export interface ChangedStandpoint extends Standpoint {
  readonly after: OrganizationSettings;
}

/** R7 to R10, R15: what changes of the settings of single organizations do. */
export function previewOrganizations(
  organizations: Iterable<ChangedStandpoint>,
  settingsOf: SettingsOf,
  at: Instant,
): readonly OutcomeCount[] {
  const tally = new Tally();
  for (const one of organizations) {
    const { after } = one;
    const turn = { after, settingsOf, settingsThen: settingsOf, reachOf: reachOfSettings, at };
    count(tally, tally.rowOf(foresee(one, turn)), one);
  }
  return tally.counts();
}

function count(tally: Tally, row: number, one: Standpoint): void {
  const { usersOnAutomatic } = one;
  tally.addOrganization(row, one);
  one.addInstallations?.(tally.installationsOf(row));
  if (usersOnAutomatic > 0) tally.addUsers(tally.rowOf(ON_AUTOMATIC), usersOnAutomatic);
}

/** R11: users with the switch on stand on automatic before and after, and nothing ever holds them. */
const ON_AUTOMATIC: Outcome = {
  reach: "user_on_automatic_upgrades",
  movement: "stays",
  conflict: null,
  before: beginStanding(AUTOMATIC),
  after: beginStanding(AUTOMATIC),
};

type ReachOf = (cascade: Cascade, governing: Governing) => Reach;

/** A change as one organization takes part in it. */
interface Turn {
  /** The organization's settings as the change leaves them. */
  readonly after: OrganizationSettings;
  /** Every partner's settings before the change, and after it. */
  readonly settingsOf: SettingsOf;
  readonly settingsThen: SettingsOf;
  readonly reachOf: ReachOf;
  readonly at: Instant;
}

function foresee(one: Standpoint, { after: changed, settingsOf, settingsThen, reachOf, at }: Turn): Outcome {
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

/** R14: the weeks alone make nothing faster or slower. */
function movementOf(from: Schedule, to: Schedule): Movement {
  if (isSameSchedule(from, to)) return "stays";
  if (isSlower(from, to)) return "slower";
  return isSlower(to, from) ? "faster" : "other_weeks";
}

function conflictOf(before: Governing, after: Governing): ConflictTurn {
  if (!before.conflict && after.conflict) return "appears";
  return before.conflict && !after.conflict ? "ends" : null;
}

function reachOfDefault(cascade: Cascade, governing: Governing, partnerId: string): Reach {
  const own = cascade.partners.find((partner) => partner.partnerId === partnerId);
  if (cascade.own || own?.word.schedule) return "left_default";
  if (cascade.legacy) return "older_settings";
  if (governing.conflict) return "partners_in_conflict";
  return own?.settings.schedule || governing.partnerIds.length === 0 ? "reached" : "another_partner_decides";
}

function reachOfSettings(_cascade: Cascade, governing: Governing): Reach {
  return governing.conflict ? "partners_in_conflict" : "reached";
}

/** Organizations at one standing with the same likeness have the same outcome; null if this one is looked at alone. */
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
