import type { CarriedDetails } from "../intake/of-release.ts";

/** R32: the versions of its system that a build is for, such as `12.0 and newer`; null if all of them. */
export function systemText({
  minimumOsVersion: least,
  maximumOsVersion: most,
}: Pick<CarriedDetails, "minimumOsVersion" | "maximumOsVersion">): string | null {
  if (least !== null) return most === null ? `${least} and newer` : `${least} to ${most}`;
  return most === null ? null : `${most} and older`;
}
