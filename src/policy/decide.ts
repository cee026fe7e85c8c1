import { asRelease } from "../catalog/app-version.ts";
import { buildsForSystem } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { isSameAs, isUnreadable, type KnownVersion } from "../catalog/running-version.ts";
import { lackingUpdaters } from "../catalog/updater-needs.ts";
import { compareVersions } from "../catalog/version.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import type { Question } from "./judge.ts";
import { inRuleOrder, type Reason } from "./reason.ts";
import { aboutWhatRuns } from "./running-reasons.ts";
import type { Schedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";
import { wayTo } from "./steps.ts";
import { type Support, supportOf } from "./support.ts";
import { type AdmittedRelease, findTarget, findWayOut, isNewer, type Sought, type Target } from "./target.ts";
import type { Verdict } from "./verdict.ts";

/** The reason why a standing applies: the rule that governs the organization, or the user's switch (R11). */
export type StandingCode = Extract<Reason, { schedule: Schedule }>["code"];

/** A standing with the reason why it applies. */
export interface GoverningStanding {
  readonly code: StandingCode;
  readonly standing: Standing;
}

/**
 * R5: offers the newest release that the rules admit if it is newer than what runs, otherwise says stay. Never offers a
 * downgrade; R27: offers nothing to an installation whose version cannot be read, and nothing to an updater that could
 * not install it; R28: a step on the way where a floor demands one; R30: a way out to an installation that must leave what
 * it runs. `calendar` is the calendar as known at the asked instant, the newest version first.
 */
export function decide(
  asked: Question,
  governed: GoverningStanding,
  calendar: Calendar,
  gates: readonly Gate[] = GATES,
): Verdict {
  const { standing } = governed;
  const running = asRelease(asked.running, asked.target, calendar);
  const because: Reason[] = [{ code: governed.code, schedule: standing.schedule }];
  if (asked.isManaged) because.push({ code: "managed_elsewhere" });
  if (running !== null && isUnreadable(running)) {
    return stay(supportOf(null, calendar, asked), [...because, { code: "version_unreadable" }]);
  }
  const support = supportOf(running, calendar, asked);
  const about = because.concat(aboutWhatRuns(running, { asked, support, calendar }));
  if (asked.isManaged) return stay(support, about);
  const isExpired = support.state === "expired";
  const sought: Sought = { asked, running, standing, gates };
  const chosen = choose(sought, isExpired ? findWayOut : findTarget, calendar);
  const why = [...about, ...chosen.reasons];
  if (!chosen.offered) {
    return stay(support, [isExpired ? noWayOut(chosen) : whyStay(chosen.target, running), ...why]);
  }
  const { target, os } = asked;
  const { entry, judgement } = chosen.offered;
  const { release } = entry;
  const offered = os === null ? entry : { release, builds: buildsForSystem(entry.builds, os) };
  const lacking = lackingUpdaters(target, offered, calendar);
  if (lacking.length > 0) {
    why.push({ code: "build_lacks_signature", version: release.version, updaters: lacking.join(", ") });
    if (target.updater) return stay(support, why);
  }
  const reasons = inRuleOrder([...whyOffered(chosen), ...why]);
  return { action: "update", release, build: judgement.build, final: chosen.isFinal, support, reasons };
}

/** What is offered, and what it is on the way to. */
interface Chosen {
  /** Null if there is nothing to offer. */
  readonly offered: AdmittedRelease | null;
  readonly target: Target;
  /** R28: false if a step is offered. */
  readonly isFinal: boolean;
  /** Why other releases are not offered. */
  readonly reasons: readonly Reason[];
}

/** R28: the target, or the step to it; if a floor cannot be crossed, the target below it. */
function choose(sought: Sought, find: typeof findTarget, releases: Calendar): Chosen {
  const target = find(sought, releases);
  const reasons = worthSaying(target.passedOver);
  const { newest } = target;
  if (!newest || !isNewer(newest.entry.release.version, sought.running)) {
    return { offered: null, target, isFinal: true, reasons };
  }
  const way = wayTo(newest, sought, releases);
  const told = way.reasons.length === 0 ? reasons : [...reasons, ...way.reasons];
  switch (way.kind) {
    case "straight":
      return { offered: newest, target, isFinal: true, reasons: told };
    case "step":
      return { offered: way.step, target, isFinal: false, reasons: told };
    case "none": {
      const below = choose(sought, find, way.below);
      return { ...below, reasons: [...told, ...below.reasons] };
    }
  }
}

/** Why a target is offered or, for a step, the release that it leads to. */
function whyOffered({ offered, target: { newest, setAside } }: Chosen): readonly Reason[] {
  const reasons: Reason[] = [];
  if (newest) {
    const { version } = newest.entry.release;
    reasons.push({ code: "newest_eligible", version, eligibleAt: newest.judgement.since });
    reasons.push(...newest.judgement.reasons);
  }
  if (setAside) reasons.push({ code: "left_early", setAside });
  if (offered) reasons.push(...offered.judgement.reasons);
  return reasons;
}

function stay(support: Support, reasons: readonly Reason[]): Verdict {
  return { action: "stay", final: true, support, reasons: inRuleOrder(reasons) };
}

/** R30: why an installation that must leave what it runs cannot: what keeps the newest release from it. */
function noWayOut({ reasons }: Chosen): Reason {
  return { code: "expired_nothing_newer", why: reasons[0]?.code ?? "nothing_eligible" };
}

function whyStay({ newest }: Target, running: KnownVersion | null): Reason {
  if (!newest || running === null) return { code: "nothing_eligible" };
  const { version } = newest.entry.release;
  return isSameAs(version, running)
    ? { code: "already_on_newest", version }
    : { code: "runs_newer", version: running, newestEligible: version };
}

/** The reasons for releases passed over: of the deferred ones the soonest, then the rest, the newest version first. */
function worthSaying(passedOver: readonly Reason[]): readonly Reason[] {
  const deferred = passedOver.filter((reason) => reason.code === "deferred");
  const [first, ...more] = deferred;
  if (!first) return passedOver;
  const soonest = more.reduce((a, b) => (isSooner(b, a) ? b : a), first);
  return [soonest, ...passedOver.filter(({ code }) => code !== "deferred")];
}

type Deferred = Extract<Reason, { code: "deferred" }>;

/** Whether one is due before the other or, of two that are due at once, is the newer version. */
function isSooner(one: Deferred, other: Deferred): boolean {
  const difference = one.eligibleAt - other.eligibleAt || compareVersions(other.version, one.version);
  return difference < 0;
}
