import { ARCHITECTURES, type Architecture, PLATFORMS, type Platform } from "../../catalog/platform.ts";
import { isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import { UPDATERS, type Updater } from "../../catalog/updaters.ts";

/** The version of an app that is tried out, unless another is said. */
export const FIRST_VERSION = "1.0.0";

/** The app that is to be connected. It is in the address, so that the page can be sent to its developer. */
export interface ConnectSearch {
  readonly platform?: Platform | undefined;
  readonly arch?: Architecture | undefined;
  /** What the app calls itself. */
  readonly version?: string | undefined;
  readonly updater?: Updater | undefined;
  /** The framework, where several use the same protocol. */
  readonly framework?: string | undefined;
}

export function readConnectSearch(search: Record<string, unknown>): ConnectSearch {
  const platform = PLATFORMS.find((known) => known === search.platform);
  const arch = ARCHITECTURES.find((known) => known === search.arch);
  const updater = UPDATERS.find((known) => known === search.updater);
  const { version, framework } = search;
  // The router parses a version of two numbers as a single number.
  const text = typeof version === "number" ? String(version) : version;
  const isVersion = typeof text === "string" && text !== "" && !isUnreadable(parseRunningVersion(text));
  return {
    ...(platform && platform !== "win" && { platform }),
    ...(arch && arch !== "x64" && { arch }),
    ...(isVersion && text !== FIRST_VERSION && { version: text }),
    ...(updater && { updater }),
    ...(typeof framework === "string" && { framework }),
  };
}
