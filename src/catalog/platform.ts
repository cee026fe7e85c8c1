import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Updater } from "./updaters.ts";

/** R2: the desktop operating systems; there is no other platform. */
export const PLATFORMS = ["win", "mac", "linux"] as const;
export type Platform = (typeof PLATFORMS)[number];

export const ARCHITECTURES = ["x64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** The package formats of each platform; an update check that names none gets the first one that the release has. */
export const PACKAGE_FORMATS = {
  win: ["exe", "msi", "msix", "zip", "msixbundle", "nupkg", "nsis.zip", "msi.zip"],
  mac: ["zip", "dmg", "pkg", "app.tar.gz", "tar.gz", "nupkg"],
  linux: [
    ...["appimage", "deb", "rpm", "pacman", "snap", "flatpak", "zip"],
    ...["appimage.tar.gz", "tar.gz", "nupkg"],
  ],
} as const satisfies Record<Platform, readonly string[]>;
export type PackageFormat = (typeof PACKAGE_FORMATS)[Platform][number];

/** The endings of the file names of each format, in lower case; a longer ending stands before its own end. */
const FILE_ENDINGS: Readonly<Record<PackageFormat, readonly string[]>> = {
  exe: [".exe"],
  msi: [".msi"],
  msixbundle: [".msixbundle", ".appxbundle"],
  msix: [".msix", ".msixbundle", ".appx", ".appxbundle"],
  nupkg: [".nupkg"],
  "nsis.zip": [".nsis.zip"],
  "msi.zip": [".msi.zip"],
  zip: [".zip"],
  dmg: [".dmg"],
  pkg: [".pkg"],
  "appimage.tar.gz": [".appimage.tar.gz"],
  "app.tar.gz": [".app.tar.gz"],
  "tar.gz": [".tar.gz", ".tgz"],
  appimage: [".appimage"],
  deb: [".deb"],
  rpm: [".rpm"],
  pacman: [".pacman", ".pkg.tar.zst", ".pkg.tar.xz"],
  snap: [".snap"],
  flatpak: [".flatpak"],
};

/**
 * What an installation can run: its platform and, where the updater can use only some, its package formats, and the
 * protocol of its updater, if a build has to carry something for it.
 */
export interface Target {
  readonly platform: Platform;
  readonly arch: Architecture;
  /** The formats in order of preference, or null for any format of the platform. */
  readonly formats: readonly PackageFormat[] | null;
  readonly updater?: Updater | undefined;
}

export function isPlatform(text: string): text is Platform {
  return (PLATFORMS as readonly string[]).includes(text);
}

/** The format that a file's name says by its ending, in any capitals, or null if it says none. */
export function formatOfFile(fileName: string): PackageFormat | null {
  const formats = Object.keys(FILE_ENDINGS) as PackageFormat[];
  return formats.find((format) => isFileOf(format, fileName)) ?? null;
}

function isFileOf(format: PackageFormat, fileName: string): boolean {
  const name = fileName.toLowerCase();
  return FILE_ENDINGS[format].some((ending) => name.endsWith(ending) && name.length > ending.length);
}

/**
 * The package format that a build is said to have. Refuses `format_unknown` with those of the platform, and
 * `file_name_of_another_format` if the file's name has no ending of the format.
 */
export function parseFormat(
  platform: Platform,
  format: string,
  fileName: string,
): Result<PackageFormat, Refusal<"format_unknown" | "file_name_of_another_format">> {
  if (!isFormatOf(platform, format)) {
    const allowed = PACKAGE_FORMATS[platform].join(", ");
    const message = `format: "${format}" is not a package format of ${platform}; use one of ${allowed}`;
    return err(refuse("format_unknown", message));
  }
  if (isFileOf(format, fileName)) return ok(format);
  const endings = FILE_ENDINGS[format].join(" or ");
  const message = `fileName: "${fileName}" is not the name of a file of the format ${format}, which ends in ${endings}; give the file of this format, or its right format`;
  return err(refuse("file_name_of_another_format", message));
}

export function isFormatOf(platform: Platform, text: string): text is PackageFormat {
  return (PACKAGE_FORMATS[platform] as readonly string[]).includes(text);
}
