import type { SettingValues } from "../serving/configuration.ts";
import { type InstallationBounds, USUAL_BOUNDS } from "../store/tables/new-installations.ts";

/** The settings of the bounds on what checks can add to one organization. */
export const INSTALLATION_SETTINGS = [
  boundSetting("SLUICE_NEW_INSTALLATIONS_PER_HOUR", USUAL_BOUNDS.newPerHour),
  boundSetting("SLUICE_MOST_INSTALLATIONS", USUAL_BOUNDS.most),
] as const;

function boundSetting<Name extends string>(name: Name, usual: number) {
  return {
    name,
    usual: String(usual),
    isRight: (value: string) => /^[1-9]\d{0,7}$/.test(value),
    allowed: "a number of installations of one organization from 1 to 99999999",
  };
}

/** The configured bounds. */
export function readInstallationBounds(
  given: SettingValues<typeof INSTALLATION_SETTINGS>,
): InstallationBounds {
  const { SLUICE_NEW_INSTALLATIONS_PER_HOUR: newPerHour, SLUICE_MOST_INSTALLATIONS: most } = given;
  return {
    newPerHour: Number(newPerHour),
    most: Number(most),
  };
}
