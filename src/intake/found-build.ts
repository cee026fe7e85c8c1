import type { CompanionKind, Updaters } from "../catalog/updaters.ts";
import type { ExpectedBytes } from "./found-file.ts";
import type { BuildTarget } from "./guess-target.ts";

/** A file that belongs to a build that was found. */
export interface FoundCompanion {
  readonly path: string;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  readonly kind: CompanionKind;
  /** The version that a delta begins with; null for a block map. */
  readonly from: string | null;
  readonly edSignature: string | null;
}

/** A file that can become a build, with all that is known of it. */
export interface FoundBuild extends BuildTarget {
  readonly path: string;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  /** The version that the app calls itself, or null if nothing tells it. */
  readonly version: string | null;
  /** Whether a text, the file itself, or a name that Tauri gave says the version, and not any other name alone. */
  readonly isVersionSaid: boolean;
  /** R32: the oldest and the newest version of its system, as the API writes them, or null if nothing tells it. */
  readonly minimumOsVersion: string | null;
  readonly maximumOsVersion: string | null;
  readonly updaters: Updaters;
  readonly expected: ExpectedBytes;
  readonly companions: readonly FoundCompanion[];
}

/** Why a file is neither a build nor read. */
export type LeftOutReason =
  | "not_understood"
  | "no_build_for_it"
  | "architecture_not_offered"
  | "arch_unclear"
  | "platform_unclear"
  | "there_twice";

export interface LeftOutFile {
  readonly path: string;
  readonly why: LeftOutReason;
}

/** What a folder has for releases. */
export interface IntakePlan {
  readonly builds: readonly FoundBuild[];
  /** The texts that were read. */
  readonly read: readonly string[];
  readonly leftOut: readonly LeftOutFile[];
}
