import { asRelease } from "../catalog/app-version.ts";
import type { Build } from "../catalog/build.ts";
import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { isNewerThan, isSameAs, isUnreadable, type KnownVersion } from "../catalog/running-version.ts";
import { lackingUpdaters } from "../catalog/updater-needs.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { type Judgement, judge, type Question } from "./judge.ts";
import { inRuleOrder, type Reason } from "./reason.ts";
import type { Schedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";

/** The reason why a standing applies: the rule that governs the organization, or the user's switch (R11). */
export type StandingCode = Extract<Reason, { schedule: Schedule }>["code"];

/** A standing with the reason why it applies. */
export interface GoverningStanding {
  readonly code: StandingCode;
  readonly standing: Standing;
}

/** R25: whether an installation should update, to which release and build, and why. */
export type Verdict =
  | {
      readonly action: "update";
      readonly release: Release;
      readonly build: Build;
      readonly reasons: readonly Reason[];
    }
  | { readonly action: "stay"; readonly reasons: readonly Reason[] };

interface AdmittedRelease {
  readonly entry: CalendarEntry;
  readonly judgement: Extract<Judgement, { admitted: true }>;
}

/**
 * R5: offers the newest release that the rules admit if it is newer than what runs, otherwise says stay. Never offers a
 * downgrade; R27: offers nothing to an installation whose version cannot be read, and nothing to an updater that could
 * not install it. `calendar` is the calendar as known at
 * the asked instant, the newest version first.
 */
export function decide(
  asked: Question,
  governed: GoverningStanding,
  calendar: Calendar,
  gates: readonly Gate[] = GATES,
): Verdict {
  const running = asRelease(asked.running, asked.target, calendar);
  const because: Reason = { code: governed.code, schedule: governed.standing.schedule };
  if (running !== null && isUnreadable(running)) {
    return { action: "stay", reasons: inRuleOrder([because, { code: "version_unreadable" }]) };
  }
  const passedOver: Reason[] = [];
  let newest: AdmittedRelease | null = null;
  for (const entry of calendar) {
    const judgement = judge(entry, asked, governed.standing, gates);
    if (judgement.admitted) {
      newest = { entry, judgement };
      break;
    }
    if (judgement.reason && isNewer(entry.release, running)) passedOver.push(judgement.reason);
  }
  const why = [because, ...worthSaying(passedOver)];
  if (!newest || !isNewer(newest.entry.release, running)) return stay(newest, running, why);
  const lacking = lackingUpdaters(asked.target, newest.entry, calendar);
  if (lacking.length > 0) {
    const { version } = newest.entry.release;
    why.push({ code: "build_lacks_signature", version, updaters: lacking.join(", ") });
    if (asked.target.updater) return { action: "stay", reasons: inRuleOrder(why) };
  }
  return update(newest, why);
}

function isNewer(release: Release, running: KnownVersion | null): boolean {
  return running === null || isNewerThan(release.version, running);
}

function update({ entry, judgement }: AdmittedRelease, why: readonly Reason[]): Verdict {
  const { release } = entry;
  const chosen: Reason = { code: "newest_eligible", version: release.version, eligibleAt: judgement.since };
  const reasons = inRuleOrder([chosen, ...judgement.reasons, ...why]);
  return { action: "update", release, build: judgement.build, reasons };
}

function stay(newest: AdmittedRelease | null, running: KnownVersion | null, why: readonly Reason[]): Verdict {
  return { action: "stay", reasons: inRuleOrder([whyStay(newest, running), ...why]) };
}

function whyStay(newest: AdmittedRelease | null, running: KnownVersion | null): Reason {
  if (!newest || running === null) return { code: "nothing_eligible" };
  const { version } = newest.entry.release;
  return isSameAs(version, running)
    ? { code: "already_on_newest", version }
    : { code: "runs_newer", version: running, newestEligible: version };
}

/** The reasons for releases passed over: first the soonest deferred one, then the rest, newest version first. */
function worthSaying(passedOver: readonly Reason[]): readonly Reason[] {
  const deferred = passedOver
    .filter((reason) => reason.code === "deferred")
    .sort((a, b) => a.eligibleAt - b.eligibleAt || compareVersions(b.version, a.version));
  return [...deferred, ...passedOver.filter((reason) => reason.code !== "deferred")];
}
