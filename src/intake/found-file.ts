import { formatOsVersion, readOsVersion } from "../catalog/os-version.ts";
import type { Architecture, Platform } from "../catalog/platform.ts";
import type { Updaters } from "../catalog/updaters.ts";
import type { Refusal } from "../result.ts";

/** A file that was found in a folder, with its text if it is small and describes others. */
export interface FoundFile {
  /** Relative to the folder, with `/` between its parts. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly text?: string | undefined;
}

/** A text that a packaging tool wrote beside its files. */
export interface MetadataFile {
  readonly path: string;
  readonly fileName: string;
  readonly text: string;
}

/** A refusal of a text that does not say what its kind of file says; its sentence names the file. */
export type MalformedMetadata = Refusal<"metadata_malformed">;

/** What a file has to be, by a text that describes it. */
export interface ExpectedBytes {
  /** In bytes. */
  readonly size?: number | undefined;
  /** Lower-case hex. */
  readonly sha1?: string | undefined;
  /** Lower-case hex. */
  readonly sha256?: string | undefined;
  /** Base64. */
  readonly sha512?: string | undefined;
}

/** A file as the difference from an older version to a build. */
export interface DeltaFact {
  /** The name of the build that it leads to. */
  readonly of: string;
  /** The version that it begins with, as its updater writes it. */
  readonly from: string;
  readonly edSignature: string | null;
}

/** What one text, or the inside of a file, says of one file. What it does not say is left out. */
export interface FileFact {
  /** The name of the file, without its folder. */
  readonly fileName: string;
  /** The version that the app calls itself. */
  readonly version?: string | undefined;
  readonly platform?: Platform | undefined;
  readonly arch?: Architecture | undefined;
  /** R32: the oldest and the newest version of its system, in the system's product numbers; see {@link osVersionOf}. */
  readonly minimumOsVersion?: string | undefined;
  readonly maximumOsVersion?: string | undefined;
  readonly updaters?: Updaters | undefined;
  /** The same, of value only if something else says that the build is for the protocol. */
  readonly updatersIfUsed?: Updaters | undefined;
  readonly expected?: ExpectedBytes | undefined;
  readonly delta?: DeltaFact | undefined;
}

/** The last part of a path with `/` between its parts. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The name of the file at an address, absolute or relative, without its query. */
export function fileNameOfAddress(address: string): string {
  const name = fileNameOf(address.replace(/[?#].*$/, "").replaceAll("\\", "/"));
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The architecture that a tool means by its own word for it, or undefined if a build cannot have it. */
export function architectureOf(word: string | undefined): Architecture | undefined {
  const known: Readonly<Record<string, Architecture>> = {
    x64: "x64",
    amd64: "x64",
    x86_64: "x64",
    arm64: "arm64",
    aarch64: "arm64",
  };
  return word === undefined ? undefined : known[word.toLowerCase()];
}

/** The version of a system as the API writes it, or undefined if a tool says none that can be read. */
export function osVersionOf(text: string | undefined): string | undefined {
  const read = readOsVersion(text ?? null);
  return read ? formatOsVersion(read) : undefined;
}

/** The same details without those that are undefined. */
export function withoutUnknown<Details extends object>(details: Details): Details {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)) as Details;
}
