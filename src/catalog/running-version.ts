import { compareVersions, formatVersion, isSameLine, parseVersion, type Version } from "./version.ts";

/** A semver version with a label, such as `3.0.0-rc.2.7`. Its core has three numbers. */
export interface LabelledVersion {
  readonly core: Version;
  /** The text behind the dash, such as `rc.2.7`, without build metadata. */
  readonly label: string;
}

/** A version that an installation may say and that can be compared: numbers as a release has, or semver with a label. */
export type KnownVersion = Version | LabelledVersion;

/** A text that was said for a version and cannot be read; "" if none was said. */
export interface UnreadableVersion {
  readonly unreadable: string;
}

/** What runs where nothing was said of it, for those who may offer nothing then. */
export const NOT_SAID: UnreadableVersion = { unreadable: "" };

/** R27: what an installation says it runs. */
export type RunningVersion = KnownVersion | UnreadableVersion;

/** The most characters of a version that are read, and the most that an answer repeats of one that cannot be read. */
export const MOST_VERSION_CHARACTERS = 200;

const IDENTIFIER = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)";
const LABELLED = new RegExp(`^(\\d+\\.\\d+\\.\\d+)-(${IDENTIFIER}(?:\\.${IDENTIFIER})*)$`);
/** A leading v and build metadata, which count for nothing. A plus that nobody encoded arrives in a query as a space. */
const WITH_EXTRAS = /^[vV]?([^+ ]+)(?:[+ ][\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/**
 * R27: reads what an installation says it runs: the two to four numbers of a release in either form, or semver with a
 * label; in front of it a v, behind it build metadata. Any other text is unreadable.
 */
export function parseRunningVersion(text: string): RunningVersion {
  const unreadable = { unreadable: text.slice(0, MOST_VERSION_CHARACTERS) };
  if (text.length > MOST_VERSION_CHARACTERS) return unreadable;
  const [, bare = ""] = WITH_EXTRAS.exec(text) ?? [];
  const numbers = parseVersion(bare);
  if (numbers.ok) return numbers.value;
  const [, three = "", label = ""] = LABELLED.exec(bare) ?? [];
  const core = parseVersion(three);
  return core.ok ? { core: core.value, label } : unreadable;
}

/** What runs as a text: `45.4.1.32313`, `3.0.0-rc.2.7`, or the text that could not be read. */
export function formatRunningVersion(running: RunningVersion): string {
  return isUnreadable(running) ? running.unreadable : formatKnownVersion(running);
}

/** `45.4.1.32313` or `3.0.0-rc.2.7`. */
export function formatKnownVersion(version: KnownVersion): string {
  return isLabelled(version) ? `${formatVersion(version.core)}-${version.label}` : formatVersion(version);
}

export function isUnreadable(running: RunningVersion): running is UnreadableVersion {
  return "unreadable" in running;
}

function isLabelled(version: KnownVersion): version is LabelledVersion {
  return "label" in version;
}

/**
 * R5, R27: whether a release is newer than what runs. Numbers are compared as numbers, a version with a label as semver
 * compares it with the form in which an updater sees the release.
 */
export function isNewerThan(release: Version, running: KnownVersion): boolean {
  const order = isLabelled(running) ? compareSemver(release, running) : compareVersions(release, running);
  return order > 0;
}

/** R5, R27: whether what runs is the release itself. */
export function isSameAs(release: Version, running: KnownVersion): boolean {
  return !isLabelled(running) && compareVersions(release, running) === 0;
}

/** R20: whether what runs is of a release's line: the first two numbers. */
export function runsLineOf(release: Version, running: RunningVersion): boolean {
  if (isUnreadable(running)) return false;
  return isSameLine(release, isLabelled(running) ? running.core : running);
}

/** R20: the line of what runs: its first two numbers. */
export function lineOf(running: KnownVersion): readonly [number, number] {
  const [major = 0, minor = 0] = coreOf(running).parts;
  return [major, minor];
}

/**
 * The form that semver readers see: three numbers and, if a fourth was written, that one behind a dash (`45.4.1.32313`
 * is `45.4.1-32313`). To semver it is then older than a plain `45.4.1`, so a vendor keeps to three numbers or to four.
 */
export function formatSemver(version: KnownVersion): string {
  const [major = 0, minor = 0, patch = 0] = coreOf(version).parts;
  const label = labelOf(version);
  return `${major}.${minor}.${patch}${label === null ? "" : `-${label}`}`;
}

/** Below zero if semver takes `a` for older than `b`, zero if for the same, above zero if for newer. A total order. */
export function compareSemver(a: KnownVersion, b: KnownVersion): number {
  const [coreA, coreB] = [coreOf(a), coreOf(b)];
  for (let part = 0; part < 3; part++) {
    const difference = (coreA.parts[part] ?? 0) - (coreB.parts[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareLabels(labelOf(a), labelOf(b));
}

function coreOf(version: KnownVersion): Version {
  return isLabelled(version) ? version.core : version;
}

/** What semver sees behind the dash, or null if nothing: the label, or a fourth number. */
function labelOf(version: KnownVersion): string | null {
  if (isLabelled(version)) return version.label;
  const fourth = version.parts[3];
  return fourth === undefined ? null : String(fourth);
}

/** The order of semver: no label is newest; labels part by part; of two that begin alike the longer one is newer. */
function compareLabels(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const [partsA, partsB] = [a.split("."), b.split(".")];
  for (const [index, part] of partsA.entries()) {
    const other = partsB[index];
    if (other === undefined) return 1;
    const difference = compareIdentifiers(part, other);
    if (difference !== 0) return difference;
  }
  return partsA.length - partsB.length;
}

/** Numbers by their value and before words; words by their characters. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  // Neither begins with a zero that counts for nothing, so the longer number is the larger one.
  const byLength = isNumberA ? a.length - b.length : 0;
  if (byLength !== 0) return byLength;
  return a === b ? 0 : a < b ? -1 : 1;
}
