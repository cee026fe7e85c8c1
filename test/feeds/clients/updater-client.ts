import type { Architecture, Platform } from "../../../src/catalog/platform.ts";
import type { Updater } from "../../../src/catalog/updaters.ts";

/** An app that is installed, as its updater knows it. */
export interface InstalledApp {
  readonly platform: Platform;
  readonly arch: Architecture;
  /** What the app calls itself. */
  readonly version: string;
  /** The id that an updater keeps of it, if it keeps one: a UUID. Without it, the updater makes one up. */
  readonly installation?: string;
  /** The version of its operating system, in the product's numbers; by default one that is new enough for most. */
  readonly osVersion?: string;
}

/** How the app was configured to reach the server. */
export interface FeedAddress {
  /** The server, without a slash at its end; it may have a path. */
  readonly server: string;
  /** The organization's id, with the pairs behind it that the app writes into the path. */
  readonly organization: string;
}

/** What an updater ends up with. */
export type Outcome =
  | { readonly kind: "update"; readonly version: string; readonly bytes: Uint8Array }
  | { readonly kind: "stay" }
  /** It tells its app that something is wrong. */
  | { readonly kind: "error"; readonly message: string };

/** A real updater, or a simulator of its logic: it asks, compares, chooses, downloads and verifies as the updater does. */
export interface UpdaterClient {
  readonly updater: Updater;
  readonly platforms: readonly Platform[];
  ask(address: FeedAddress, app: InstalledApp): Promise<Outcome>;
}
