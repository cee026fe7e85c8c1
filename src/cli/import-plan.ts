import { join } from "node:path";
import { formatVersion, parseVersion, type Version } from "../catalog/version.ts";
import { checkFit } from "../intake/fit.ts";
import type { FoundBuild, IntakePlan } from "../intake/found-build.ts";
import {
  buildsOfVersion,
  compareToRelease,
  detailsIn,
  versionOfRelease,
  versionsOf,
} from "../intake/of-release.ts";
import { ok, type Result } from "../result.ts";
import type { BuildFile } from "./build-file.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import type { ListedRelease } from "./find-release.ts";
import { checkExpected, digestsOf } from "./read-intake.ts";
import { checkUpdaters } from "./updater-options.ts";

/** The builds of a folder that go into a release, and that release. */
export interface ChosenBuilds {
  readonly release: ListedRelease;
  readonly version: Version;
  readonly builds: readonly FoundBuild[];
  /** The versions of the folder that are others. */
  readonly others: readonly string[];
}

/** What a person says of a folder. */
export interface SaidRelease {
  /** The version of the release, or undefined for the one of the newest files. */
  readonly release?: string | undefined;
  /** The version that the files of this release have, or undefined if it can be told by the release's. */
  readonly appVersion?: string | undefined;
}

/**
 * Chooses which builds of a folder go into which release: those of its version, or the newest ones. Refuses
 * `builds_missing`, `release_unknown`, `version_unclear` and, where the files are of another version than the release,
 * `version_of_another_release`.
 */
export function chooseBuilds(
  { builds }: IntakePlan,
  releases: readonly ListedRelease[],
  said: SaidRelease,
): Result<ChosenBuilds, Failure> {
  const versions = versionsOf(builds);
  if (builds.length === 0) {
    const message =
      "There is no file in the folder that can be a build; give the folder into which the packaging tool wrote";
    return fail(EXIT.usage, { code: "builds_missing", message });
  }
  const found = findFor(releases, versions, said);
  if (!found.ok) return found;
  const { release, version } = found.value;
  const own = said.appVersion ?? versionOfRelease(versions, version);
  if (own === null && versions.length > 0) {
    const message = `The files are of ${versions.join(", ")}, and not of ${formatVersion(version)}; give --app-version if the app of this release calls itself so`;
    return fail(EXIT.usage, { code: "version_of_another_release", message });
  }
  const chosen = buildsOfVersion(builds, own);
  if (chosen.length === 0) {
    const message = `No file is of ${own}, only of ${versions.join(", ")}; give --app-version with one of these`;
    return fail(EXIT.usage, { code: "version_of_another_release", message });
  }
  const others = versions.filter((one) => !chosen.some((build) => build.version === one));
  return ok({ release, version, builds: chosen, others });
}

interface FoundRelease {
  readonly release: ListedRelease;
  readonly version: Version;
}

function findFor(
  releases: readonly ListedRelease[],
  versions: readonly string[],
  said: SaidRelease,
): Result<FoundRelease, Failure> {
  const known = releases.flatMap((release): readonly FoundRelease[] => {
    const version = parseVersion(release.version);
    return version.ok ? [{ release, version: version.value }] : [];
  });
  const text = said.release ?? versions[0];
  if (text === undefined) {
    const message = "Nothing tells the version of the files; give --release";
    return fail(EXIT.usage, { code: "version_unclear", message });
  }
  const same = known.filter(({ version }) => compareToRelease(text, version) === "same");
  const begins =
    said.release === undefined
      ? known.filter(({ version }) => compareToRelease(text, version) === "begins")
      : [];
  const [found, another] = same.length > 0 ? same : begins;
  if (found && !another) return ok(found);
  if (found) {
    const message = `The files are of ${text}, and several releases begin with it; give --release`;
    return fail(EXIT.usage, { code: "version_unclear", message });
  }
  const hint =
    said.release === undefined
      ? `; plan it, or give --release`
      : `; see "sluice release list" for the versions`;
  return fail(EXIT.refused, { code: "release_unknown", message: `There is no release ${text}${hint}.` });
}

/**
 * The builds as they are sent, with digests, details and companions. Refuses what is not as the texts beside it say, and
 * what does not fit the release.
 */
export async function toBuildFiles(
  root: string,
  { builds, version }: ChosenBuilds,
  appVersion: string | undefined,
): Promise<Result<readonly BuildFile[], Failure>> {
  const files: BuildFile[] = [];
  for (const found of builds) {
    const file = await toFile(root, found, { version, appVersion });
    if (!file.ok) return file;
    files.push(file.value);
  }
  return ok(files);
}

async function toFile(
  root: string,
  found: FoundBuild,
  { version, appVersion }: { readonly version: Version; readonly appVersion: string | undefined },
): Promise<Result<BuildFile, Failure>> {
  const path = join(root, found.path);
  const digests = await digestsOf(path);
  const expected = checkExpected(found, digests);
  if (!expected.ok) return expected;
  const beside = detailsIn(found, version);
  const carried = { ...beside, appVersion: appVersion ?? beside.appVersion };
  const checked = checkUpdaters(carried.updaters);
  if (!checked.ok) return checked;
  const fit = checkFit(found, carried, version);
  if (!fit.ok) return fail(EXIT.usage, fit.error);
  const { platform, arch, format, fileName, size } = found;
  const { sha512, sha1 } = digests;
  const companions = found.companions.map((one) => ({ ...one, path: join(root, one.path) }));
  return ok({ platform, arch, format, path, fileName, size, sha512, sha1, carried, companions });
}
