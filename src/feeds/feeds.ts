import { UPDATERS, type Updater } from "../catalog/updaters.ts";
import { APP_INSTALLER } from "./appinstaller.ts";
import { APT } from "./apt.ts";
import { ELECTRON } from "./electron.ts";
import type { Feed } from "./feed.ts";
import { MSIX } from "./msix.ts";
import { OMAHA } from "./omaha.ts";
import { SPARKLE } from "./sparkle.ts";
import { SQUIRREL_MAC } from "./squirrel-mac.ts";
import { SQUIRREL_WINDOWS } from "./squirrel-windows.ts";
import { TAURI } from "./tauri.ts";
import { TUF } from "./tuf.ts";
import { VELOPACK } from "./velopack.ts";
import { WINSPARKLE } from "./winsparkle.ts";

/** The protocol of each updater. Routes, the API document and docs/feeds.md are made from this table. */
export const FEED_OF: Readonly<Record<Updater, Feed>> = {
  electron: ELECTRON,
  "squirrel-windows": SQUIRREL_WINDOWS,
  "squirrel-mac": SQUIRREL_MAC,
  msix: MSIX,
  tauri: TAURI,
  velopack: VELOPACK,
  sparkle: SPARKLE,
  winsparkle: WINSPARKLE,
  appinstaller: APP_INSTALLER,
  omaha: OMAHA,
  tuf: TUF,
  apt: APT,
};

/** All protocols, in the order of {@link UPDATERS}. */
export const FEEDS: readonly Feed[] = UPDATERS.map((name) => FEED_OF[name]);
