import { NOT_SAID, parseRunningVersion, type RunningVersion } from "../../catalog/running-version.ts";
import type { Instant } from "../../instant.ts";
import type { Question } from "../../policy/judge.ts";
import type { Installation } from "../../store/tables/installation-row.ts";

/** The version that an installation told, or null if it told none. */
export function runningOf({ version }: Installation): RunningVersion | null {
  return version === null ? null : parseRunningVersion(version);
}

/** The question that an installation would ask by itself at an instant, as far as its last check-in tells. */
export function questionOfInstallation(installation: Installation, at: Instant): Question {
  const { id, platform, arch, osVersion, isManaged } = installation;
  return {
    at,
    target: { platform, arch, formats: null },
    running: runningOf(installation) ?? NOT_SAID,
    installation: id,
    installedAt: null,
    manual: false,
    os: osVersion,
    isManaged,
  };
}
