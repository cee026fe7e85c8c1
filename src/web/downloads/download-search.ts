import { isPlatform, type Platform } from "../../catalog/platform.ts";

/** The part of a settings page that the address holds: the platform of the download dialog, if it is open. */
export interface DownloadSearch {
  readonly download?: Platform;
}

export function readDownloadSearch({ download }: Record<string, unknown>): DownloadSearch {
  return typeof download === "string" && isPlatform(download) ? { download } : {};
}
