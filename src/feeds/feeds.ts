import { APT } from "./apt.ts";
import { ELECTRON } from "./electron.ts";
import type { Feed } from "./feed.ts";
import { OMAHA } from "./omaha.ts";
import { TAURI } from "./tauri.ts";
import { TUF } from "./tuf.ts";

/** All updater protocols. Routes, the API document and docs/feeds.md are made from this list. */
export const FEEDS: readonly Feed[] = [ELECTRON, TAURI, TUF, APT, OMAHA];
