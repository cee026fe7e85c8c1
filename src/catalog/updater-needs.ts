import { type Build, buildsFor, hasProofs } from "./build.ts";
import { isOutOfOrder } from "./build-order.ts";
import type { Calendar, CalendarEntry } from "./calendar.ts";
import { isOfItsArchitecture } from "./debian-package.ts";
import { packageIdOf } from "./nupkg-name.ts";
import type { Architecture, PackageFormat, Platform, Target } from "./platform.ts";
import { UPDATERS, type Updater } from "./updaters.ts";

/** What a protocol can install, and what a build has to carry so that its updater accepts it. */
interface UpdaterNeeds {
  /** The formats that its updaters install, in order of preference, on each platform that it is for. */
  readonly formats: Readonly<Partial<Record<Platform, readonly PackageFormat[]>>>;
  /** What has to be there, in the words of the API, for people. */
  readonly needs: readonly string[];
  /** Whether a build of one of its formats carries all of it. */
  isMetBy(build: Build): boolean;
  /** Whether a build was made for this protocol: it carries something that no other one reads. */
  isSaidBy(build: Build): boolean;
}

const isKept = (build: Build) => build.sha256 !== null;

/** Whether the path of a file ends as Electron demands of an MSIX package. */
function endsInMsix({ url, fileName }: Build): boolean {
  const path = url === null ? fileName : new URL(url).pathname;
  return /\.msix(?:bundle)?$/i.test(path);
}

/** Every protocol with what its updaters need of a build. Feeds, checks and documents follow from this table. */
export const UPDATER_NEEDS: Readonly<Record<Updater, UpdaterNeeds>> = {
  electron: {
    formats: { win: ["exe"], mac: ["zip"], linux: ["appimage", "deb", "rpm", "pacman"] },
    needs: ["sha512"],
    isMetBy: () => true,
    isSaidBy: ({ updaters }) => updaters.electron !== undefined,
  },
  "squirrel-windows": {
    formats: { win: ["nupkg"] },
    needs: ["sha1", "a file name such as App-45.4.1-full.nupkg, or updaters.squirrel-windows.packageId"],
    isMetBy: (build) => hasProofs(build, ["sha1"]) && packageIdOf(build, "squirrel-windows") !== null,
    isSaidBy: ({ updaters }) => updaters["squirrel-windows"] !== undefined,
  },
  "squirrel-mac": {
    formats: { mac: ["zip"] },
    needs: [],
    isMetBy: () => true,
    isSaidBy: () => false,
  },
  msix: {
    formats: { win: ["msix", "msixbundle"] },
    needs: ["updaters.msix", "an address that ends in .msix or .msixbundle"],
    isMetBy: (build) => build.updaters.msix !== undefined && endsInMsix(build),
    isSaidBy: ({ updaters }) => updaters.msix !== undefined,
  },
  tauri: {
    formats: {
      win: ["exe", "msi", "nsis.zip", "msi.zip"],
      mac: ["app.tar.gz"],
      linux: ["appimage", "deb", "rpm", "appimage.tar.gz"],
    },
    needs: ["updaters.tauri.signature"],
    isMetBy: ({ updaters }) => updaters.tauri !== undefined,
    isSaidBy: ({ updaters }) => updaters.tauri !== undefined,
  },
  velopack: {
    formats: { win: ["nupkg"], mac: ["nupkg"], linux: ["nupkg"] },
    needs: ["sha1", "a file name such as App-45.4.1-full.nupkg, or updaters.velopack.packageId"],
    isMetBy: (build) => hasProofs(build, ["sha1"]) && packageIdOf(build, "velopack") !== null,
    isSaidBy: ({ updaters }) => updaters.velopack !== undefined,
  },
  sparkle: {
    formats: { mac: ["zip", "dmg", "tar.gz", "app.tar.gz", "pkg"] },
    needs: ["updaters.sparkle.edSignature or updaters.sparkle.signedItem"],
    isMetBy: ({ updaters: { sparkle } }) =>
      sparkle?.edSignature !== undefined || sparkle?.signedItem !== undefined,
    isSaidBy: ({ updaters }) => updaters.sparkle !== undefined,
  },
  winsparkle: {
    formats: { win: ["exe", "msi", "zip"] },
    needs: ["updaters.winsparkle.edSignature or updaters.winsparkle.dsaSignature"],
    isMetBy: ({ updaters: { winsparkle } }) =>
      winsparkle?.edSignature !== undefined || winsparkle?.dsaSignature !== undefined,
    isSaidBy: ({ updaters }) => updaters.winsparkle !== undefined,
  },
  appinstaller: {
    formats: { win: ["msix", "msixbundle"] },
    needs: ["updaters.msix"],
    isMetBy: ({ updaters }) => updaters.msix !== undefined,
    isSaidBy: ({ updaters }) => updaters.msix !== undefined,
  },
  omaha: {
    formats: { win: ["exe", "msi"], mac: ["dmg", "zip", "pkg"], linux: ["deb", "rpm"] },
    needs: ["sha256"],
    isMetBy: isKept,
    isSaidBy: ({ updaters }) => updaters.omaha !== undefined,
  },
  tuf: {
    formats: {},
    needs: ["sha256"],
    isMetBy: isKept,
    isSaidBy: () => false,
  },
  apt: {
    formats: { linux: ["deb"] },
    needs: ["updaters.apt.control, of the build's architecture"],
    isMetBy: isOfItsArchitecture,
    isSaidBy: ({ updaters }) => updaters.apt !== undefined,
  },
};

/** The build that a target gets, or null if there is none: one that its updater accepts, if there is one. */
export function buildFor(target: Target, builds: readonly Build[]): Build | null {
  const usable = buildsFor(target, builds);
  const accepted = target.updater && usable.find(UPDATER_NEEDS[target.updater].isMetBy);
  return accepted ?? usable[0] ?? null;
}

/** What installations of a protocol can run. For a protocol without formats of its own, every format is good. */
export function targetOf<Named extends Updater>(
  updater: Named,
  platform: Platform,
  arch: Architecture,
): Target & { readonly updater: Named } {
  const { formats } = UPDATER_NEEDS[updater];
  const isAny = Object.keys(formats).length === 0;
  return { platform, arch, formats: isAny ? null : (formats[platform] ?? []), updater };
}

/**
 * R5: the protocols whose updaters could not install what a target would get of a release, or would take it for another
 * version than it is: its own protocol or, without one, those that other builds of the calendar were made for.
 */
export function lackingUpdaters(
  target: Target,
  { release, builds }: Pick<CalendarEntry, "release" | "builds">,
  calendar: Calendar,
): readonly Updater[] {
  const asked = target.updater === undefined ? updatersInUse(calendar) : [target.updater];
  return asked.filter((updater) => {
    const formats =
      target.updater === undefined ? targetOf(updater, target.platform, target.arch).formats : target.formats;
    const build = buildFor({ ...target, formats, updater }, builds);
    if (build === null) return false;
    return !UPDATER_NEEDS[updater].isMetBy(build) || isOutOfOrder(updater, build, release, calendar);
  });
}

/** The protocols that some of these builds were made for. */
export function updatersMadeFor(builds: readonly Build[]): readonly Updater[] {
  return UPDATERS.filter((updater) => builds.some((build) => UPDATER_NEEDS[updater].isSaidBy(build)));
}

/** The protocols whose updaters install files of a format on a platform. */
export function updatersInstalling({
  platform,
  format,
}: Pick<Build, "platform" | "format">): readonly Updater[] {
  return UPDATERS.filter((updater) => UPDATER_NEEDS[updater].formats[platform]?.includes(format));
}

/** The protocols that a calendar's builds were made for, kept because the calendar changes rarely. */
const IN_USE = new WeakMap<Calendar, readonly Updater[]>();

function updatersInUse(calendar: Calendar): readonly Updater[] {
  const known = IN_USE.get(calendar);
  if (known) return known;
  const found = updatersMadeFor(calendar.flatMap((entry) => entry.builds));
  IN_USE.set(calendar, found);
  return found;
}
