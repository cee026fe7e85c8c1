import type { Updater } from "../../catalog/updaters.ts";
import { ELECTRON_UPDATER, MSIX, SQUIRREL_MAC, SQUIRREL_WINDOWS } from "./electron.ts";
import { SPARKLE, TAURI, VELOPACK, WINSPARKLE } from "./native.ts";
import type { Setup } from "./setup.ts";
import { APP_INSTALLER, APT, OMAHA, TUF } from "./system.ts";

/**
 * How apps are connected, by protocol. The page, the command line, the documents and the examples are made from this
 * table.
 */
export const SETUPS: Readonly<Record<Updater, Setup>> = {
  electron: ELECTRON_UPDATER,
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
