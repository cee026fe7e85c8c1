import type { ActionOf } from "../spec/action.ts";
import { limitRefusal } from "./naive-refusal.ts";
import { compare } from "./naive-version.ts";
import type { BlockRecord, Event, Records, ReleaseRecord } from "./records.ts";

type OnRelease = ActionOf<"create_release" | "change_release" | "add_build">;

/** Does an event with a release to the records, or gives the code with which it is refused. */
export function replayRelease(records: Records, { at }: Event, action: OnRelease): string | null {
  if (action.action === "create_release") return enter(records, action, at);
  const release = records.releases[action.version];
  if (!release) return "not_found";
  if (action.action === "change_release") return changeRelease(records, release, action, at);
  const build = buildOf(action.build, at);
  if (isEmptyBuild(build)) return "os_range_empty";
  release.builds.push(build);
  return null;
}

/** `win/x64 from 10 to 11`. */
function buildOf(text: string, at: number): ReleaseRecord["builds"][number] {
  const [name = "", ...words] = text.split(" ");
  const after = (word: string) => (words.includes(word) ? (words[words.indexOf(word) + 1] ?? null) : null);
  return { name, at, from: after("from"), to: after("to") };
}

function enter(records: Records, action: ActionOf<"create_release">, at: number): string | null {
  const release: ReleaseRecord = {
    version: action.version,
    automaticAt: Date.parse(action.automaticAt),
    slowAt: millisecondsOf(action.slowAt),
    rolloutDays: action.rolloutDays,
    critical: action.critical,
    state: action.state,
    states: [{ at, state: action.state }],
    floor: action.floor,
    supportEndsAt: millisecondsOf(action.supportEndsAt),
    expiresAt: millisecondsOf(action.expiresAt),
    expiryReason: action.expiryReason,
    warnDays: action.warnDays,
    blocks: action.blocks.map(toBlock),
    builds: action.builds.map((text) => buildOf(text, at)),
    isExpected: false,
  };
  const refused =
    refusalOf(release) ??
    (release.builds.some(isEmptyBuild) ? "os_range_empty" : null) ??
    limitRefusal(Object.values(records.releases), { before: null, after: release }, at);
  if (refused === null) records.releases[action.version] = release;
  return refused;
}

/** R3, R19, R28 to R31. */
function changeRelease(
  records: Records,
  release: ReleaseRecord,
  action: ActionOf<"change_release">,
  at: number,
): string | null {
  const after = { ...release };
  if (action.automaticAt !== undefined) after.automaticAt = Date.parse(action.automaticAt);
  if (action.slowAt !== undefined) after.slowAt = millisecondsOf(action.slowAt);
  if (action.rolloutDays !== undefined) after.rolloutDays = action.rolloutDays;
  if (action.critical !== undefined) after.critical = action.critical;
  changeLimits(after, action);
  if (action.state !== undefined) {
    after.state = action.state;
    after.states = [...release.states, { at, state: action.state }];
  }
  if (release.state === "withdrawn" && after.state !== "withdrawn") return "release_withdrawn";
  const refused =
    refusalOf(after) ?? limitRefusal(Object.values(records.releases), { before: release, after }, at);
  if (refused === null) Object.assign(release, after);
  return refused;
}

function changeLimits(release: ReleaseRecord, action: ActionOf<"change_release">): void {
  const { expiresAt } = release;
  if (action.floor !== undefined) release.floor = action.floor;
  if (action.supportEndsAt !== undefined) release.supportEndsAt = millisecondsOf(action.supportEndsAt);
  if (action.expiresAt !== undefined) release.expiresAt = millisecondsOf(action.expiresAt);
  // R30: a reason is for one date.
  if (release.expiresAt !== expiresAt) release.expiryReason = null;
  if (action.expiryReason !== undefined) release.expiryReason = action.expiryReason;
  if (action.warnDays !== undefined) release.warnDays = action.warnDays;
  if (action.blocks !== undefined) release.blocks = action.blocks.map(toBlock);
}

function refusalOf({ automaticAt, slowAt }: ReleaseRecord): string | null {
  return slowAt !== null && slowAt < automaticAt ? "slow_before_automatic" : null;
}

function toBlock(block: ActionOf<"create_release">["blocks"][number]): BlockRecord {
  const { platform, arch, osVersion, until } = block;
  return { platform, arch, osVersion, until: millisecondsOf(until) };
}

function isEmptyBuild({ from, to }: ReleaseRecord["builds"][number]): boolean {
  return from !== null && to !== null && compare(from, to) > 0;
}

function millisecondsOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
