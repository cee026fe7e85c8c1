import type { Calendar } from "../catalog/calendar.ts";
import type { Architecture, Platform } from "../catalog/platform.ts";
import { formatShortest, type Version } from "../catalog/version.ts";
import type { BehindCode, Condition, InstallationStatus } from "../policy/behind.ts";
import type { CountedKind } from "./census.ts";

/** Installations of a version of the calendar, of versions that are not counted by name, or that told none. */
type CountedAs = Version | "other" | "unreported";

/** Limits on installations, by what is counted of them; what is undefined limits nothing. */
export interface InstallationFilter {
  readonly version?: CountedAs | undefined;
  /** Behind for any of these reasons. */
  readonly behind?: readonly BehindCode[] | undefined;
  /** In any of these conditions. */
  readonly conditions?: readonly Condition[] | undefined;
  /** Whether they run what their verdict says they should, or newer. */
  readonly isCurrent?: boolean | undefined;
  readonly platform?: Platform | undefined;
  readonly arch?: Architecture | undefined;
  /** R30: whether those that something else manages are among them, as they are if their condition is asked for. */
  readonly withManaged?: boolean | undefined;
}

/** The versions of the calendar, in their shortest form. */
export function namedVersions(calendar: Calendar): ReadonlySet<string> {
  return new Set(calendar.map(({ release }) => formatShortest(release.version)));
}

/** What the version of a kind is counted as; `named` as {@link namedVersions} gives it. */
function countedAs({ running, isOther }: CountedKind, named: ReadonlySet<string>): CountedAs {
  if (running === null) return "unreported";
  return isOther || !named.has(formatShortest(running)) ? "other" : running;
}

/** Whether installations of a kind, with their status, are within the limits. */
export function isWithin(
  kind: CountedKind,
  status: InstallationStatus,
  filter: InstallationFilter,
  named: ReadonlySet<string>,
): boolean {
  const { version, behind, conditions, isCurrent, platform, arch, withManaged } = filter;
  const { target, isManaged } = kind;
  if (isManaged && !withManaged && !conditions?.includes("managed")) return false;
  if (platform !== undefined && target.platform !== platform) return false;
  if (arch !== undefined && target.arch !== arch) return false;
  if (isCurrent !== undefined && status.isCurrent !== isCurrent) return false;
  if (behind && (status.behind === null || !behind.includes(status.behind))) return false;
  if (conditions && !status.conditions.some((one) => conditions.includes(one))) return false;
  return version === undefined || nameOf(countedAs(kind, named)) === nameOf(version);
}

function nameOf(version: CountedAs): string {
  return typeof version === "string" ? version : formatShortest(version);
}
