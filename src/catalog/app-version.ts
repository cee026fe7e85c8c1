import type { Build } from "./build.ts";
import type { Calendar } from "./calendar.ts";
import type { Target } from "./platform.ts";
import {
  formatKnownVersion,
  isUnreadable,
  parseRunningVersion,
  type RunningVersion,
} from "./running-version.ts";
import type { Updater } from "./updaters.ts";
import type { Version } from "./version.ts";

/** The releases by what their apps call themselves: a platform and a version, `win 46.11.1`, or `win msix 46.11.1`. */
type CalledBy = ReadonlyMap<string, Version>;

/** The names of a calendar, kept because it changes rarely. */
const NAMES = new WeakMap<Calendar, CalledBy>();

/**
 * What runs, as the release that it is, where the app calls itself otherwise: the newest one whose app of the platform does
 * so, to its updater or at all. Anything else stays as it is.
 */
export function asRelease<Running extends RunningVersion | null>(
  running: Running,
  { platform, updater }: Pick<Target, "platform" | "updater">,
  calendar: Calendar,
): Running | Version {
  if (running === null || isUnreadable(running)) return running;
  const names = namesOf(calendar);
  if (names.size === 0) return running;
  const called = formatKnownVersion(running);
  return names.get(`${platform} ${updater} ${called}`) ?? names.get(`${platform} ${called}`) ?? running;
}

function namesOf(calendar: Calendar): CalledBy {
  const known = NAMES.get(calendar);
  if (known) return known;
  const names = new Map<string, Version>();
  for (const { release, builds } of calendar) {
    for (const name of builds.flatMap(namesFor)) {
      // The calendar has the newest version first.
      if (!names.has(name)) names.set(name, release.version);
    }
  }
  NAMES.set(calendar, names);
  return names;
}

function namesFor(build: Build): readonly string[] {
  const { platform } = build;
  const general = ownVersions(build).map((text) => [`${platform} `, text] as const);
  const special = versionsFor(build).map(([updater, text]) => [`${platform} ${updater} `, text] as const);
  return [...special, ...general].flatMap(([before, text]) => {
    const said = parseRunningVersion(text);
    return isUnreadable(said) ? [] : before + formatKnownVersion(said);
  });
}

/** What an app of a build calls itself, where that was said: for all updaters, or in what one of them compares. */
function ownVersions({ appVersion, updaters: { tauri, velopack, sparkle } }: Build): readonly string[] {
  const said = [appVersion, tauri?.version, velopack?.version, sparkle?.bundleVersion];
  return said.filter((one) => typeof one === "string");
}

/** What the app of a build is called by updaters that take their version from the package; others never see it. */
function versionsFor({ appVersion, updaters: { msix } }: Build): readonly (readonly [Updater, string])[] {
  const packaged =
    msix && (["msix", "appinstaller"] as const).map((updater) => [updater, msix.version] as const);
  const named = appVersion === null ? [] : [["squirrel-windows", withoutDotsInLabel(appVersion)] as const];
  return [...(packaged ?? []), ...named];
}

/** `3.0.0-beta1` for `3.0.0-beta.1`: the packages of Squirrel.Windows are made with no dots in the label. */
export function withoutDotsInLabel(version: string): string {
  const dash = version.indexOf("-");
  return dash < 0 ? version : version.slice(0, dash) + version.slice(dash).replaceAll(".", "");
}
