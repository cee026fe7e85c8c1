import type { BuildTarget } from "./guess-target.ts";
import type { CarriedDetails } from "./of-release.ts";

/** The most characters of details that are sent with a file: they go into its address, or into one header. */
const MOST_DETAILS = 4000;

/**
 * The description that is sent with a file, in the parameters of an upload. Details that are too long for that are left
 * out: they are given to the build afterwards.
 */
export function descriptionOf(
  { platform, arch, format, fileName }: BuildTarget & { readonly fileName: string },
  { appVersion, minimumOsVersion, maximumOsVersion, updaters }: CarriedDetails,
): Record<string, string> {
  const details = JSON.stringify(updaters);
  const isSent = details !== "{}" && encodeURIComponent(details).length <= MOST_DETAILS;
  return {
    platform,
    arch,
    format,
    fileName,
    ...(appVersion !== null && { appVersion }),
    ...(minimumOsVersion !== null && { minimumOsVersion }),
    ...(maximumOsVersion !== null && { maximumOsVersion }),
    ...(isSent && { updaters: details }),
  };
}
