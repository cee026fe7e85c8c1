import type { Calendar } from "../catalog/calendar.ts";
import type { Architecture, PackageFormat, Platform, Target } from "../catalog/platform.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import { type FeedRequest, likelyArch, OTHER, readFormat, readText } from "./feed.ts";

/** Tauri's names of the platforms, its own first. */
export const OS_NAMES: Readonly<Record<Platform, readonly string[]>> = {
  win: ["windows", "win"],
  mac: ["darwin", "macos", "mac"],
  linux: ["linux"],
};

/** Tauri's names of the architectures, its own first. */
export const ARCH_NAMES: Readonly<Record<Architecture, readonly string[]>> = {
  x64: ["x86_64", "x64"],
  arm64: ["aarch64", "arm64"],
};

/** What an app was installed from, with the formats of such files, which its updater installs. */
const INSTALLERS = {
  nsis: ["exe", "nsis.zip"],
  msi: ["msi", "msi.zip"],
  app: ["app.tar.gz"],
  appimage: ["appimage", "appimage.tar.gz"],
  deb: ["deb"],
  rpm: ["rpm"],
} as const satisfies Record<string, readonly PackageFormat[]>;
export type TauriInstaller = keyof typeof INSTALLERS;

/** The other installers whose files an app installs too: on Windows an installer of either kind. */
const ALSO: Readonly<Partial<Record<TauriInstaller, TauriInstaller>>> = { nsis: "msi", msi: "nsis" };

/** What an app that does not say what it was installed from can install. Before installers were said there were only these. */
const UNSAID_INSTALLER: Readonly<Record<Platform, TauriInstaller>> = {
  win: "nsis",
  mac: "app",
  linux: "appimage",
};

/** What a Tauri app says of where it runs; null: not said, {@link OTHER}: none that there are builds for. */
export interface TauriTarget {
  readonly platform: Platform | typeof OTHER | null;
  readonly arch: Architecture | typeof OTHER | null;
  readonly installer: TauriInstaller | null;
  readonly format: PackageFormat | typeof OTHER | null;
  /** The name under which an app with a target of its own looks for its entry, or null if that is Tauri's. */
  readonly key: string | null;
}

/**
 * Reads `{{target}}`, `{{arch}}` and `{{bundle_type}}`. The target is the platform or, in an app that sets it, a text that
 * begins with it, as in `darwin-aarch64` and `darwin-universal`. What is said as `platform` takes precedence.
 */
export function readTauriTarget(said: FeedRequest["said"]): TauriTarget {
  const named = readText(said.target);
  const [os, ownArch] = (named ?? "").toLowerCase().split("-");
  const platform = nameOf(OS_NAMES, said.platform, said.target === undefined ? undefined : os);
  const isKnown = platform !== null && platform !== OTHER;
  return {
    platform,
    arch: nameOf(ARCH_NAMES, said.arch, ownArch === "universal" ? undefined : ownArch),
    installer: readInstaller(said.bundle) ?? readInstaller(said.format),
    format: isKnown ? readFormat("tauri", platform, said.format) : null,
    key: named?.includes("-") ? named : null,
  };
}

/** The target of the decision; R27: for a platform or an architecture without builds no format is any good. */
export function toTarget({ platform, arch, installer, format }: TauriTarget, calendar: Calendar): Target {
  if (platform === null || platform === OTHER || arch === OTHER || format === OTHER) {
    return { ...targetOf("tauri", "win", "x64"), formats: [] };
  }
  const formats = format ? [format] : installableFrom(installer ?? UNSAID_INSTALLER[platform]);
  const x64: Target = { ...targetOf("tauri", platform, "x64"), formats };
  return { ...x64, arch: arch ?? likelyArch(x64, calendar) };
}

/** `darwin-aarch64`, as the plugin names what it runs on. */
export function tauriTargetName(platform: Platform, arch: string): string {
  return `${OS_NAMES[platform][0]}-${isOwn(ARCH_NAMES, arch) ? ARCH_NAMES[arch][0] : arch}`;
}

/** The installer that a file of a format is, or null if it is none. */
export function installerOf(format: PackageFormat): TauriInstaller | null {
  const installers = Object.keys(INSTALLERS) as TauriInstaller[];
  return (
    installers.find((installer) => (INSTALLERS[installer] as readonly PackageFormat[]).includes(format)) ??
    null
  );
}

function installableFrom(installer: TauriInstaller): readonly PackageFormat[] {
  const also = ALSO[installer];
  return [...INSTALLERS[installer], ...(also ? INSTALLERS[also] : [])];
}

function readInstaller(said: FeedRequest["said"][string]): TauriInstaller | null {
  const text = readText(said)?.toLowerCase() ?? "";
  return isOwn(INSTALLERS, text) ? text : null;
}

/** The value that a name stands for: of the first one that was said. Null if none was. */
function nameOf<Value extends string>(
  names: Readonly<Record<Value, readonly string[]>>,
  ...said: readonly FeedRequest["said"][string][]
): Value | typeof OTHER | null {
  const first = said.find((one) => one !== undefined && one !== "");
  if (first === undefined) return null;
  const text = readText(first)?.toLowerCase() ?? "";
  return (Object.keys(names) as Value[]).find((value) => names[value].includes(text)) ?? OTHER;
}

function isOwn<Table extends object>(table: Table, key: string): key is Extract<keyof Table, string> {
  return Object.hasOwn(table, key);
}
