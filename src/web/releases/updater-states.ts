import type { Build as CheckedBuild } from "../../catalog/build.ts";
import { readOsVersion } from "../../catalog/os-version.ts";
import { UPDATER_NEEDS, updatersInstalling, updatersMadeFor } from "../../catalog/updater-needs.ts";
import type { Updater } from "../../catalog/updaters.ts";
import { toInstant } from "../../instant.ts";
import type { Build } from "../data/releases.ts";

/** Whether the updaters of a protocol accept a build. */
export interface UpdaterState {
  readonly updater: Updater;
  readonly isComplete: boolean;
  /** What has to be there, in the words of the API. */
  readonly needs: readonly string[];
}

/** The protocols whose updaters install files of this format on this platform. */
export function updaterStates(build: Build): readonly UpdaterState[] {
  const checked = toChecked(build);
  return updatersInstalling(checked).map((updater) => {
    const { needs, isMetBy } = UPDATER_NEEDS[updater];
    return { updater, needs, isComplete: isMetBy(checked) };
  });
}

/** The protocols that the vendor's builds were made for and for which this one lacks something. */
export function lackingUpdaters(build: Build, builds: readonly Build[]): readonly Updater[] {
  const used = updatersMadeFor(builds.map(toChecked));
  return updaterStates(build)
    .filter(({ updater, isComplete }) => !isComplete && used.includes(updater))
    .map(({ updater }) => updater);
}

function toChecked(said: Build): CheckedBuild {
  const { sha1, addedAt, manifestUrl: _, version: __, minimumOsVersion, maximumOsVersion, ...build } = said;
  return {
    ...(build as Omit<CheckedBuild, "proofs" | "addedAt" | "minimumOsVersion" | "maximumOsVersion">),
    minimumOsVersion: readOsVersion(minimumOsVersion),
    maximumOsVersion: readOsVersion(maximumOsVersion),
    proofs: sha1 === null ? {} : { sha1 },
    addedAt: toInstant(Date.parse(addedAt)),
  };
}
