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

/** All updater protocols. Routes, the API document and docs/feeds.md are made from this list. */
export const FEEDS: readonly Feed[] = [
  ...[ELECTRON, SQUIRREL_WINDOWS, SQUIRREL_MAC, MSIX],
  ...[TAURI, VELOPACK, SPARKLE, WINSPARKLE, APP_INSTALLER, TUF, APT, OMAHA],
];
