/** R2: the desktop operating systems; there is no other platform. */
export const PLATFORMS = ["win", "mac", "linux"] as const;
export type Platform = (typeof PLATFORMS)[number];

export const ARCHITECTURES = ["x64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** The package formats of each platform; an update check that names none gets the first one that the release has. */
export const PACKAGE_FORMATS = {
  win: ["exe", "msi", "msix", "zip"],
  mac: ["zip", "dmg", "pkg"],
  linux: ["appimage", "deb", "rpm", "pacman", "snap", "flatpak", "zip"],
} as const satisfies Record<Platform, readonly string[]>;
export type PackageFormat = (typeof PACKAGE_FORMATS)[Platform][number];

/** What an installation can run: its platform and, where the updater can use only some, its package formats. */
export interface Target {
  readonly platform: Platform;
  readonly arch: Architecture;
  /** The formats in order of preference, or null for any format of the platform. */
  readonly formats: readonly PackageFormat[] | null;
}

export function isPlatform(text: string): text is Platform {
  return (PLATFORMS as readonly string[]).includes(text);
}

export function isFormatOf(platform: Platform, text: string): text is PackageFormat {
  return (PACKAGE_FORMATS[platform] as readonly string[]).includes(text);
}
