/** The protocols of updaters, by the part of the address behind /feeds/. */
export const UPDATERS = [
  "electron",
  "squirrel-windows",
  "squirrel-mac",
  "msix",
  "tauri",
  "velopack",
  "sparkle",
  "winsparkle",
  "appinstaller",
  "omaha",
  "tuf",
  "apt",
] as const;
export type Updater = (typeof UPDATERS)[number];

/**
 * What a build carries for one protocol: signatures that the app developer made, which are stored and repeated and never
 * made here, and facts that are written in the file itself. Every text is written as the updater reads it.
 */
export interface UpdaterDetails {
  readonly electron: {
    /** The size in bytes of the block map at the end of an AppImage. */
    readonly blockMapSize?: number | undefined;
    readonly isAdminRightsRequired?: boolean | undefined;
    /** The number of the kernel, in semver, with which the updater compares `os.release()`. */
    readonly minimumSystemVersion?: string | undefined;
  };
  readonly "squirrel-windows": {
    /** The id of the package, or left out if it is what stands in front of the version in the name of the file. */
    readonly packageId?: string | undefined;
  };
  /** The identity in the manifest of an MSIX package, for App Installer and for Electron's MSIX updater. */
  readonly msix: {
    readonly name: string;
    /** The exact subject of the certificate. */
    readonly publisher: string;
    /** Four numbers up to 65535, which need not be those of the release. */
    readonly version: string;
    readonly architecture?: "x64" | "arm64" | "x86" | "neutral" | undefined;
  };
  readonly tauri: {
    /** The text of the `.sig` file: base64 of a minisign signature. */
    readonly signature: string;
    /** The semver that the developer signed, if it is not that of the release. */
    readonly version?: string | undefined;
  };
  readonly velopack: {
    readonly packageId?: string | undefined;
    /** The semver of the package, if it is not that of the release. */
    readonly version?: string | undefined;
    /** The channel that the package was made for, if it is none of win, osx and linux. */
    readonly channel?: string | undefined;
  };
  readonly sparkle: {
    /** Base64 of the 64 bytes of an Ed25519 signature of the file. */
    readonly edSignature?: string | undefined;
    /** CFBundleVersion, if it is not the version of the release. */
    readonly bundleVersion?: string | undefined;
    /** CFBundleShortVersionString, if it is not the version of the release. */
    readonly shortVersion?: string | undefined;
    readonly minimumSystemVersion?: string | undefined;
    readonly maximumSystemVersion?: string | undefined;
    readonly hardwareRequirements?: string | undefined;
    readonly installationType?: "package" | "interactive-package" | undefined;
    readonly minimumAutoupdateVersion?: string | undefined;
    /** A whole appcast with this build as its one item, signed by the developer, which is sent as it is. */
    readonly signedItem?: string | undefined;
  };
  readonly winsparkle: {
    readonly edSignature?: string | undefined;
    /** Base64 of the older DSA signature. */
    readonly dsaSignature?: string | undefined;
    /** Windows' major.minor.build. */
    readonly minimumSystemVersion?: string | undefined;
    readonly installerArguments?: string | undefined;
  };
  readonly omaha: {
    /** The file that is run, if it is not the build itself. */
    readonly run?: string | undefined;
    readonly arguments?: string | undefined;
  };
  readonly apt: {
    /** The control paragraph of the Debian package, without the fields of the file (Filename, Size and digests). */
    readonly control: string;
  };
}

/** What a build carries, by protocol. Protocols that need nothing of their own have no key. */
export type Updaters = { readonly [Key in keyof UpdaterDetails]?: UpdaterDetails[Key] | undefined };

/** The kinds of files that belong to a build: its block map, or the difference from an older version. */
export const COMPANION_KINDS = ["blockmap", "delta"] as const;
export type CompanionKind = (typeof COMPANION_KINDS)[number];

/** A file that belongs to a build and is kept here beside it. */
export interface Companion {
  readonly kind: CompanionKind;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Base64. */
  readonly sha512: string;
  /** Lower-case hex. */
  readonly sha1: string;
  /** The version that a delta begins with, as its updater writes it (Sparkle: CFBundleVersion); null for a block map. */
  readonly from: string | null;
  /** Base64 of the Ed25519 signature of a delta for Sparkle, or null if it has none. */
  readonly edSignature: string | null;
}
