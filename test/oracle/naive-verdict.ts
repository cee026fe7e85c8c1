import { hasBuildFor, isBlocked, type NaiveSupport, openTime, supportAt } from "./naive-limits.ts";
import { scheduleOf, slowness } from "./naive-schedule.ts";
import { bare, compare, isNewer, isReadable, isSame, line } from "./naive-version.ts";
import { type Event, noRecords, type Records, type ReleaseRecord } from "./records.ts";
import { replay } from "./replay.ts";

/** What an installation asks at `now`, for the instant `at`; `build` names its platform, such as `win/x64`. */
export interface NaiveQuestion {
  readonly now: number;
  readonly at: number;
  readonly organization: string | null;
  readonly user: string | null;
  readonly build: string;
  readonly running: string | null;
  readonly installation: string | null;
  readonly installedAt: number | null;
  readonly manual: boolean;
  readonly os: string | null;
  readonly managed: boolean;
}

export interface NaiveVerdict {
  readonly action: "update" | "stay";
  readonly version: string | null;
  readonly rule: string;
  /** Since when releases are held back (R15); null: no hold. */
  readonly hold: number | null;
  /** R28: false while a step is offered. */
  readonly final: boolean;
  readonly support: NaiveSupport;
  /** What R27 to R31 say of it: codes, with what they are about, in alphabetical order. */
  readonly says: readonly string[];
}

interface Standing {
  rule: string;
  schedule: string;
  hold: { since: number; schedule: string } | null;
}

const DAY = 24 * 60 * 60 * 1000;

/** The whole rule book for one question, from the first event on. Slow and simple on purpose. */
export function naiveVerdict(events: readonly Event[], asked: NaiveQuestion): NaiveVerdict {
  const standing = standingAt(events, asked);
  const running = asked.running === null ? null : bare(asked.running);
  const releases = asPlanned(Object.values(recordsAt(events, asked.at).releases), asked);
  const then = standing.hold ? recordsAt(events, standing.hold.since) : null;
  const isUnreadable = running !== null && !isReadable(running);
  const support = supportAt(releases, isUnreadable ? null : running, asked);
  const isExpired = support.state === "expired";
  const says = aboutWhatRuns(releases, running, asked);
  if (isExpired) says.push(`version_expired ${support.expiresAt}`);
  const offer = offerFor({ releases, then, standing, asked, running }, isExpired);
  if (!isUnreadable && !asked.managed) says.push(...offer.says);
  const version = isUnreadable || asked.managed ? null : offer.version;
  return {
    action: version === null ? "stay" : "update",
    version: version ?? asked.running,
    rule: standing.rule,
    hold: standing.hold?.since ?? null,
    final: version === null || version === offer.target,
    support,
    says: says.sort(),
  };
}

/** R27, R30, R31: what there is to say whatever is offered. */
function aboutWhatRuns(
  releases: readonly ReleaseRecord[],
  running: string | null,
  asked: NaiveQuestion,
): string[] {
  const says: string[] = [];
  if (asked.managed) says.push("managed_elsewhere");
  if (running === null) return says;
  if (!isReadable(running)) return [...says, "version_unreadable"];
  const own = releases.find(({ version }) => isSame(version, running));
  if (own && (own.state === "withdrawn" || isBlocked(own, asked, asked.at))) says.push("runs_blocked");
  return says;
}

/** Everything that an offer depends on. */
interface Situation {
  readonly releases: readonly ReleaseRecord[];
  /** The records at the beginning of the hold; null: no hold. */
  readonly then: Records | null;
  readonly standing: Standing;
  readonly asked: NaiveQuestion;
  readonly running: string | null;
}

interface Offer {
  /** Null: nothing is offered. */
  readonly version: string | null;
  /** R28: what it leads to. */
  readonly target: string | null;
  readonly says: readonly string[];
}

/** R5, R28, R30. */
function offerFor(situation: Situation, isExpired: boolean): Offer {
  const { releases, running, asked } = situation;
  const { target, aside } = isExpired ? wayOut(situation) : { target: newestOf(situation), aside: null };
  const nothing = isExpired ? ["expired_nothing_newer"] : [];
  if (target === null || (running !== null && !isNewer(target, running))) {
    return { version: null, target: null, says: nothing };
  }
  const early = aside === null ? [] : [`left_early ${aside}`];
  const floors = releases.filter(
    ({ floor, version }) =>
      floor !== null && compare(version, target) <= 0 && (running === null || isNewer(version, running)),
  );
  if (floors.length === 0) return { version: target, target, says: early };
  if (running === null) return { version: target, target, says: [...early, "steps_not_applied"] };
  const floor = floors.map(({ version }) => version).sort(compare)[0] as string;
  const steps = releases.filter(
    (release) =>
      line(release.version) === line(floor) &&
      compare(release.version, floor) >= 0 &&
      compare(release.version, target) <= 0 &&
      mayBeStep(release, asked),
  );
  const step = steps
    .map(({ version }) => version)
    .sort(compare)
    .at(-1);
  if (step === target) return { version: target, target, says: early };
  if (step !== undefined) {
    return { version: step, target, says: [...early, `step_on_the_way ${step} ${floor} ${target}`] };
  }
  const below = releases.filter(({ version }) => compare(version, floor) < 0);
  const rest = offerFor({ ...situation, releases: below }, isExpired);
  return { ...rest, says: [...rest.says, `floor_out_of_reach ${floor}`] };
}

/** R28: out by its own first date, for the computer, and not blocked there. */
function mayBeStep(release: ReleaseRecord, asked: NaiveQuestion): boolean {
  const { at } = asked;
  const firstDate = Math.min(release.automaticAt, release.slowAt ?? release.automaticAt);
  if (release.state !== "published" || firstDate > at) return false;
  return (release.isExpected || hasBuildFor(release, asked, at)) && !isBlocked(release, asked, at);
}

/** R30: the first rung with a release that is newer than what runs and not past its end of life. */
function wayOut(situation: Situation): { target: string | null; aside: string | null } {
  const { standing, asked, running } = situation;
  const isUsable = ({ version, expiresAt }: ReleaseRecord) =>
    running !== null && isNewer(version, running) && (expiresAt === null || expiresAt > asked.at);
  const usable = { ...situation, releases: situation.releases.filter(isUsable) };
  const cadence = standing.schedule.split(":")[0] ?? "";
  const withoutWeeks = cadence === "automatic" ? cadence : `${cadence}:0`;
  const rungs: readonly [string | null, string][] = [
    [null, standing.schedule],
    ["hold_and_rollout", standing.schedule],
    ["weeks", withoutWeeks],
    ["cadence", "automatic"],
  ];
  for (const [aside, schedule] of rungs) {
    const loose = { standing: { ...standing, schedule, hold: null }, asked: { ...asked, manual: true } };
    const target = newestOf(aside === null ? usable : { ...usable, ...loose });
    if (target !== null) return { target, aside };
  }
  return { target: null, aside: null };
}

/** R5: the newest release that may be offered. */
function newestOf({ releases, then, standing, asked }: Situation): string | null {
  let best: string | null = null;
  for (const release of releases) {
    if (!isOffered(release, then?.releases[release.version], standing, asked)) continue;
    if (best === null || compare(release.version, best) > 0) best = release.version;
  }
  return best;
}

/**
 * R17, R19, R56: for an instant to come, what is planned for a day to come is out from that day on, and built for every
 * computer if it has no build yet.
 */
function asPlanned(releases: readonly ReleaseRecord[], { now, at }: NaiveQuestion): ReleaseRecord[] {
  return releases.map((release) => {
    const { state, automaticAt, states, builds } = release;
    if (at <= now || state !== "planned" || automaticAt <= now) return release;
    const planned = { at: automaticAt, state: "published" };
    const isExpected = builds.length === 0;
    return { ...release, state: "published", states: [...states, planned], isExpected };
  });
}

function recordsAt(events: readonly Event[], at: number): Records {
  const records = noRecords();
  for (const event of events) if (event.at <= at) replay(records, event);
  return records;
}

/** R11, R14 to R16, R21: walks through everything that happened and watches what the asked person gets. */
function standingAt(events: readonly Event[], asked: NaiveQuestion): Standing {
  const records = noRecords();
  let standing: Standing | null = null;
  for (const event of events) {
    if (event.at > asked.at) break;
    replay(records, event);
    const current = whatGoverns(records, asked);
    if (!current) continue;
    standing = { ...current, hold: standing ? holdAfter(standing, current.schedule, event.at) : null };
  }
  return standing ?? { rule: "vendor_default", schedule: "automatic", hold: null };
}

function holdAfter(before: Standing, schedule: string, at: number): Standing["hold"] {
  const [was, is] = [slowness(before.schedule), slowness(schedule)];
  if (is > was) return { since: at, schedule };
  return is < was ? null : before.hold;
}

function whatGoverns(records: Records, { organization: name, user }: NaiveQuestion) {
  const organization = name === null ? undefined : records.organizations[name];
  if (!organization) return null;
  const decided = scheduleOf(records, organization);
  const person = user === null ? undefined : records.users[user];
  if (decided.schedule === "automatic" || person?.organization !== name || !person?.on) return decided;
  return { rule: "user_on_automatic_upgrades", schedule: "automatic" };
}

function isOffered(
  release: ReleaseRecord,
  known: ReleaseRecord | undefined,
  { schedule, hold }: Standing,
  asked: NaiveQuestion,
): boolean {
  if (release.state !== "published") return false;
  if (!release.isExpected && !hasBuildFor(release, asked, asked.at)) return false;
  if (isBlocked(release, asked, asked.at)) return false;
  if (isCriticalFor(release, asked)) return true;
  const eligible = eligibleOn(release, schedule);
  if (eligible === null || eligible > asked.at) return false;
  const isNewHere = asked.installedAt !== null && hold !== null && asked.installedAt > hold.since;
  if (hold && known && !isNewHere && wasEligible(known, hold)) return false;
  if (release.rolloutDays === 0 || asked.manual) return true;
  const place = asked.installation === null ? 1 : placeOf(`${release.version}/${asked.installation}`);
  return openTime(release, eligible, asked.at) >= Math.floor(release.rolloutDays * DAY * place);
}

function wasEligible(known: ReleaseRecord, hold: { since: number; schedule: string }): boolean {
  const eligible = eligibleOn(known, hold.schedule);
  return known.state !== "planned" && eligible !== null && eligible <= hold.since;
}

function isCriticalFor(release: ReleaseRecord, { at, running }: NaiveQuestion): boolean {
  if (!release.critical || release.automaticAt > at) return false;
  if (release.critical.scope === "all") return true;
  return running !== null && isReadable(bare(running)) && line(bare(running)) === line(release.version);
}

/** R4. */
function eligibleOn(release: ReleaseRecord, schedule: string): number | null {
  const [cadence, weeks = "0"] = schedule.split(":");
  const date = cadence === "slow" ? release.slowAt : release.automaticAt;
  return date === null ? null : date + Number(weeks) * 7 * DAY;
}

/** R18: the documented hash, FNV-1a with MurmurHash3's finaliser, in whole numbers of any size instead of 32-bit tricks. */
export function placeOf(text: string): number {
  const mask = 0xffffffffn;
  let hash = 0x811c9dc5n;
  for (const unit of text.split("")) hash = ((hash ^ BigInt(unit.charCodeAt(0))) * 0x01000193n) & mask;
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & mask;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & mask;
  hash ^= hash >> 16n;
  return Number(hash) / 4294967296;
}
