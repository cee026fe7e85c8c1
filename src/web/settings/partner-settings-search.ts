import { isPlatform, type Platform } from "../../catalog/platform.ts";

/** The part of a partner's settings that the address holds: the platform of the download dialog, if it is open. */
interface PartnerSettingsSearch {
  readonly download?: Platform;
}

export function readPartnerSettingsSearch({ download }: Record<string, unknown>): PartnerSettingsSearch {
  return typeof download === "string" && isPlatform(download) ? { download } : {};
}
