import type { Build } from "../../../src/catalog/build.ts";
import type { Architecture, PackageFormat, Platform } from "../../../src/catalog/platform.ts";
import type { Release } from "../../../src/catalog/release.ts";
import { FEEDS } from "../../../src/feeds/feeds.ts";
import { type Spelling, spellVersion } from "../../../src/feeds/spelling.ts";
import type { UpdaterClient } from "../clients/updater-client.ts";

/** A file that an app developer built, before its protocols add anything to it. */
export interface BuiltFile {
  readonly bytes: Uint8Array;
  readonly release: Release;
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly format: PackageFormat;
  /** What the app calls itself where that is not the version of the release, or null. */
  readonly appVersion: string | null;
  /** A number by which a protocol may choose among several right things to add. */
  readonly variant: number;
}

/** What a build has of a protocol: its proofs and what it carries. A file name must end as its format demands. */
export type Carried = Partial<Pick<Build, "updaters" | "proofs" | "fileName" | "companions">>;

/** A protocol in the comparison of all clients with the check. */
export interface ComparedProtocol {
  readonly client: UpdaterClient;
  /** The format of its files on each platform; several protocols may share one, and so a build. */
  readonly formats: Readonly<Partial<Record<Platform, PackageFormat>>>;
  /** Whether its client takes this one format alone, so that the check is asked for it alone too. */
  readonly takesOneFormat?: boolean;
  /** Whether its updater says which installation it is, so that a rollout reaches it at its turn (R18). */
  readonly saysInstallation?: boolean;
  /** Whether its updater says its system by itself, so that the app writes it nowhere. */
  readonly saysSystem?: boolean;
  /** Everything that the developer gives with a file for this protocol, with right signatures. */
  carry(file: BuiltFile): Carried;
  /** What the app of a file compares and says, where that is neither `appVersion` nor the version of the release. */
  calls?(file: BuiltFile): string | null;
}

/** What the app of a file calls itself to its updater. */
export function calledBy(protocol: ComparedProtocol, file: BuiltFile): string {
  return (
    protocol.calls?.(file) ?? file.appVersion ?? spellVersion(spellingOf(protocol), file.release.version)
  );
}

export function spellingOf({ client: { updater } }: ComparedProtocol): Spelling {
  const feed = FEEDS.find(({ name }) => name === updater);
  if (!feed) throw new Error(`there is no feed ${updater}`);
  return feed.spelling;
}
