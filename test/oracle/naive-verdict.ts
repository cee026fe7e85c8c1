import { scheduleOf, slowness } from "./naive-schedule.ts";
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
}

export interface NaiveVerdict {
  readonly action: "update" | "stay";
  readonly version: string | null;
  readonly rule: string;
  /** Since when releases are held back (R15); null: no hold. */
  readonly hold: number | null;
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
  const records = recordsAt(events, asked.at);
  const then = standing.hold ? recordsAt(events, standing.hold.since) : null;
  let best: string | null = null;
  for (const release of Object.values(records.releases)) {
    if (!isOffered(release, then?.releases[release.version], standing, asked)) continue;
    if (best === null || compare(release.version, best) > 0) best = release.version;
  }
  const isUpdate = best !== null && (running === null || isNewer(best, running));
  return {
    action: isUpdate ? "update" : "stay",
    version: isUpdate ? best : asked.running,
    rule: standing.rule,
    hold: standing.hold?.since ?? null,
  };
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
  if (!isOut(release, asked)) return false;
  if (!release.builds.some((build) => build.name === asked.build && build.at <= asked.at)) return false;
  if (isCriticalFor(release, asked)) return true;
  const eligible = eligibleOn(release, schedule);
  if (eligible === null || eligible > asked.at) return false;
  const isNewHere = asked.installedAt !== null && hold !== null && asked.installedAt > hold.since;
  if (hold && known && !isNewHere && wasEligible(known, hold)) return false;
  if (release.rolloutDays === 0 || asked.manual) return true;
  const place = asked.installation === null ? 1 : placeOf(`${release.version}/${asked.installation}`);
  return eligible + Math.floor(release.rolloutDays * DAY * place) <= asked.at;
}

/** R17, R19: for an instant to come, what is planned for a day to come is out from that day on. */
function isOut(release: ReleaseRecord, { now, at }: NaiveQuestion): boolean {
  if (release.state === "published") return true;
  return release.state === "planned" && release.automaticAt > now && release.automaticAt <= at;
}

function wasEligible(known: ReleaseRecord, hold: { since: number; schedule: string }): boolean {
  const eligible = eligibleOn(known, hold.schedule);
  return known.state !== "planned" && eligible !== null && eligible <= hold.since;
}

function isCriticalFor(release: ReleaseRecord, { at, running }: NaiveQuestion): boolean {
  if (!release.critical || release.automaticAt > at) return false;
  if (release.critical.scope === "all") return true;
  return running !== null && NUMBERS.test(bare(running)) && line(bare(running)) === line(release.version);
}

/** R4. */
function eligibleOn(release: ReleaseRecord, schedule: string): number | null {
  const [cadence, weeks = "0"] = schedule.split(":");
  const date = cadence === "slow" ? release.slowAt : release.automaticAt;
  return date === null ? null : date + Number(weeks) * 7 * DAY;
}

/** R27: without a leading v and build metadata. */
function bare(running: string): string {
  return running.replace(/^v/, "").replace(/\+.*$/, "");
}

const NUMBERS = /^\d+(\.\d+)+/;

/** R27: numbers as numbers; with a label as semver has it; what cannot be read is older than nothing. */
function isNewer(release: string, running: string): boolean {
  if (/^\d+(\.\d+){1,3}$/.test(running) || /^\d+\.\d+\.\d+-\d+$/.test(running))
    return compare(release, running) > 0;
  const [, three, label] = /^(\d+\.\d+\.\d+)-([a-z0-9.]+)$/.exec(running) ?? [];
  if (three === undefined || label === undefined) return false;
  const [a, b, c, fourth] = numbers(release);
  const order = compare([a, b, c ?? 0].join("."), three);
  if (order !== 0) return order > 0;
  // A release without a fourth number has no label, and that is newer than any label.
  return fourth === undefined || isBefore(label.split("."), [String(fourth)]);
}

function isBefore(label: readonly string[], other: readonly string[]): boolean {
  for (const [index, one] of label.entries()) {
    const two = other[index];
    if (two === undefined) return false;
    if (one === two) continue;
    if (/^\d+$/.test(one) && /^\d+$/.test(two)) return Number(one) < Number(two);
    return /^\d+$/.test(one) || (!/^\d+$/.test(two) && one < two);
  }
  return label.length < other.length;
}

function numbers(version: string): number[] {
  return version.split(/[.-]/).map(Number);
}

function line(version: string): string {
  return numbers(version).slice(0, 2).join(".");
}

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const index of [0, 1, 2, 3]) {
    const [x, y] = [left[index] ?? 0, right[index] ?? 0];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
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
