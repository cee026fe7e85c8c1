import { isPlatform, type Platform } from "../../catalog/platform.ts";

/** What of a partner's settings stands in the address: the download dialog, with its platform. */
interface PartnerSettingsSearch {
  readonly download?: Platform;
}

export function readPartnerSettingsSearch({ download }: Record<string, unknown>): PartnerSettingsSearch {
  return typeof download === "string" && isPlatform(download) ? { download } : {};
}
