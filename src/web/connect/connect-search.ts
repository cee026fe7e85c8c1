import type { Architecture, Platform } from "../../catalog/platform.ts";
import { UPDATERS, type Updater } from "../../catalog/updaters.ts";
import { readComputer } from "../explain/explain-search.ts";

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
  const updater = UPDATERS.find((known) => known === search.updater);
  const { version, ...computer } = readComputer(search);
  const { framework } = search;
  return {
    ...computer,
    ...(version !== undefined && version !== FIRST_VERSION && { version }),
    ...(updater && { updater }),
    ...(typeof framework === "string" && { framework }),
  };
}
