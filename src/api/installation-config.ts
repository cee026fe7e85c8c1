import { type InstallationBounds, USUAL_BOUNDS } from "../store/tables/new-installations.ts";

/** The allowed values of the bounds on what checks can add to one organization. */
export const INSTALLATION_RULES = ["SLUICE_NEW_INSTALLATIONS_PER_HOUR", "SLUICE_MOST_INSTALLATIONS"].map(
  (name) => ({
    name,
    isRight: (value: string) => /^[1-9]\d{0,7}$/.test(value),
    allowed: "a number of installations of one organization from 1 to 99999999",
  }),
);

/** The configured bounds. */
export function readInstallationBounds(
  given: Readonly<Record<string, string | undefined>>,
): InstallationBounds {
  const { SLUICE_NEW_INSTALLATIONS_PER_HOUR: newPerHour, SLUICE_MOST_INSTALLATIONS: most } = given;
  return {
    newPerHour: newPerHour === undefined ? USUAL_BOUNDS.newPerHour : Number(newPerHour),
    most: most === undefined ? USUAL_BOUNDS.most : Number(most),
  };
}
