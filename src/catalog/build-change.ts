import canonicalize from "canonicalize";
import type { Build, MoreProofs } from "./build.ts";
import type { OsVersion } from "./os-version.ts";
import type { Companion, UpdaterDetails, Updaters } from "./updaters.ts";

/** What can be changed of a build: what it carries, and for which systems it is. Its file stays as it is; what is left out stays, too. */
export interface BuildChange {
  /** The version that its app calls itself, or null if it is the version of the release. */
  readonly appVersion?: string | null | undefined;
  /** R32: the oldest and the newest version of the operating system, or null for no end on that side. */
  readonly minimumOsVersion?: OsVersion | null | undefined;
  readonly maximumOsVersion?: OsVersion | null | undefined;
  /** For each protocol that is named: what takes the place of what was there, or null to carry nothing for it. */
  readonly updaters?:
    | { readonly [Key in keyof UpdaterDetails]?: UpdaterDetails[Key] | null | undefined }
    | undefined;
}

/** A build that carries something else. Gives the same object if nothing differs. */
export function changeBuild(before: Build, change: BuildChange): Build {
  const { appVersion, minimumOsVersion: least, maximumOsVersion: most, updaters = {} } = change;
  const all = Object.entries({ ...before.updaters, ...updaters });
  const kept = all.filter(([, details]) => details !== null && details !== undefined);
  return orSame(before, {
    ...before,
    appVersion: appVersion === undefined ? before.appVersion : appVersion,
    minimumOsVersion: least === undefined ? before.minimumOsVersion : least,
    maximumOsVersion: most === undefined ? before.maximumOsVersion : most,
    updaters: Object.fromEntries(kept) as Updaters,
  });
}

/**
 * A build that was sent again: what the second description says of it takes the place of what the first one said, and
 * what it does not say stays. Gives the same object if nothing differs.
 */
export function mergeBuild(
  before: Build,
  { appVersion, minimumOsVersion, maximumOsVersion, updaters, proofs }: Pick<Build, MergedField>,
): Build {
  const said = {
    appVersion: appVersion ?? undefined,
    minimumOsVersion: minimumOsVersion ?? undefined,
    maximumOsVersion: maximumOsVersion ?? undefined,
    updaters,
  };
  return addProofs(changeBuild(before, said), proofs);
}

type MergedField = "appVersion" | "minimumOsVersion" | "maximumOsVersion" | "updaters" | "proofs";

/** A build that can be verified by more. Gives the same object if nothing differs. */
export function addProofs(before: Build, proofs: MoreProofs): Build {
  return orSame(before, { ...before, proofs: { ...before.proofs, ...proofs } });
}

/** A build with a companion file, the newest first. The same bytes again are the same companion, described anew. */
export function addCompanion(before: Build, companion: Companion): Build {
  const { companions } = before;
  const isKnown = companions.some(({ sha256 }) => sha256 === companion.sha256);
  const after = isKnown
    ? companions.map((one) => (one.sha256 === companion.sha256 ? companion : one))
    : [companion, ...companions];
  return orSame(before, { ...before, companions: after });
}

/** A build without the companion that has these bytes. Gives the same object if it has none. */
export function removeCompanion(before: Build, sha256: string): Build {
  return orSame(before, { ...before, companions: before.companions.filter((one) => one.sha256 !== sha256) });
}

function orSame(before: Build, after: Build): Build {
  return canonicalize(after) === canonicalize(before) ? before : after;
}
