import { ARCHITECTURES, type Architecture, formatOfFile, isFormatOf } from "../catalog/platform.ts";
import { isUnreadable, parseRunningVersion } from "../catalog/running-version.ts";
import { UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import type { Updater, Updaters } from "../catalog/updaters.ts";
import { err, ok, type Result } from "../result.ts";
import type { FoundBuild, LeftOutFile, LeftOutReason } from "./found-build.ts";
import {
  type ExpectedBytes,
  type FileFact,
  type FoundFile,
  fileNameOf,
  withoutUnknown,
} from "./found-file.ts";
import { type BuildTarget, guessTarget, saidArchitecture } from "./guess-target.ts";
import { ALL_FILES } from "./readers/conveyor-properties.ts";
import { versionInName } from "./version-in-name.ts";

/** What was found before companions are looked for. */
interface Found {
  readonly builds: readonly FoundBuild[];
  readonly leftOut: readonly LeftOutFile[];
}

/** Finds which files can become builds, and says why the others cannot. */
export function findBuilds(files: readonly FoundFile[], facts: readonly FileFact[]): Found {
  const builds: FoundBuild[] = [];
  const leftOut: LeftOutFile[] = [];
  for (const file of files) {
    const found = buildsOf(file, files, facts);
    if (!found.ok) leftOut.push({ path: file.path, why: found.error });
    else if (builds.some(({ fileName }) => fileName === fileNameOf(file.path))) {
      leftOut.push({ path: file.path, why: "there_twice" });
    } else builds.push(...found.value);
  }
  return { builds, leftOut };
}

/** Whether a file belongs to another by its name, or by what is said of it. */
export function isCompanionName(fileName: string, facts: readonly FileFact[]): boolean {
  const isDelta = facts.some((fact) => fact.delta !== undefined && fact.fileName === fileName);
  return isDelta || /(?:\.blockmap|\.delta|-delta\.nupkg)$/i.test(fileName);
}

/** The builds that one file becomes: a universal one is a build for each architecture. */
function buildsOf(
  file: FoundFile,
  files: readonly FoundFile[],
  facts: readonly FileFact[],
): Result<readonly FoundBuild[], LeftOutReason> {
  const fileName = fileNameOf(file.path);
  const format = formatOfFile(fileName);
  if (format === null || file.size === 0 || isCompanionName(fileName, facts)) return err("not_understood");
  const said = facts.filter((fact) => isSameName(fact.fileName, fileName));
  const known = mergeFacts(said);
  const targets = targetsOf(file.path, known, files);
  if (!targets.ok) return targets;
  const version = versionOf(fileName, known, facts);
  const { minimumOsVersion = null, maximumOsVersion = null, updaters = {}, expected = {} } = known;
  return ok(
    targets.value.map((target) => ({
      ...target,
      path: file.path,
      fileName,
      size: file.size,
      ...version,
      minimumOsVersion,
      maximumOsVersion,
      updaters: installable(updaters, target),
      expected,
      companions: [],
    })),
  );
}

/** Without what is said for updaters that do not install such a file: latest-mac.yml lists disk images, too. */
function installable(updaters: Updaters, { platform, format }: BuildTarget): Updaters {
  const known = Object.entries(updaters).filter(([updater]) => {
    const formats: readonly string[] = UPDATER_NEEDS[updater as Updater].formats[platform] ?? [];
    return formats.includes(format);
  });
  return Object.fromEntries(known);
}

/** (Where it is uploaded elsewhere, spaces in a name become dashes.) */
function isSameName(a: string, b: string): boolean {
  return a.replaceAll(" ", "-") === b.replaceAll(" ", "-");
}

/** All that is said of one file; of two that disagree the first counts. */
function mergeFacts(facts: readonly FileFact[]): FileFact {
  const all = [...facts].reverse().map(withoutUnknown);
  const used: Updaters = mergeDetails(all.map(({ updaters = {} }) => updaters));
  const more = mergeDetails(all.map(({ updatersIfUsed = {} }) => updatersIfUsed));
  const ofUsed = Object.fromEntries(Object.entries(more).filter(([updater]) => updater in used));
  const expected: ExpectedBytes = Object.assign(
    {},
    ...all.map((fact) => withoutUnknown(fact.expected ?? {})),
  );
  return { ...Object.assign({}, ...all), updaters: mergeDetails([ofUsed, used]), expected };
}

function mergeDetails(all: readonly Updaters[]): Updaters {
  const merged: Record<string, object> = {};
  for (const updaters of all) {
    for (const [updater, details] of Object.entries(updaters)) {
      merged[updater] = { ...merged[updater], ...details };
    }
  }
  return merged;
}

function targetsOf(
  path: string,
  { platform, arch: known }: FileFact,
  files: readonly FoundFile[],
): Result<readonly BuildTarget[], LeftOutReason> {
  const fileName = fileNameOf(path);
  const format = formatOfFile(fileName) ?? "";
  const guess = (arch: Architecture) =>
    guessTarget(fileName, {
      arch,
      ...(platform !== undefined && isFormatOf(platform, format) && { platform }),
    });
  const archs = known === undefined ? architecturesOf(path, files) : ok([known]);
  if (!archs.ok) return archs;
  const targets: BuildTarget[] = [];
  for (const arch of archs.value) {
    const target = guess(arch);
    if (!target.ok)
      return err(target.error.code === "platform_unclear" ? "platform_unclear" : "not_understood");
    targets.push(target.value);
  }
  return ok(targets);
}

/**
 * The architectures of a file by its name or its folders, x64 where none is named. An archive of an app whose name never
 * says one has that of the other files for macOS, if they agree.
 */
function architecturesOf(
  path: string,
  files: readonly FoundFile[],
): Result<readonly Architecture[], LeftOutReason> {
  const word = saidArchitecture(fileNameOf(path)) ?? saidArchitecture(path);
  if (word === "universal") return ok(ARCHITECTURES);
  const arch = ARCHITECTURES.find((known) => known === word);
  if (arch) return ok([arch]);
  if (word !== null) return err("architecture_not_offered");
  if (formatOfFile(fileNameOf(path)) !== "app.tar.gz") return ok(["x64"]);
  const words = new Set(files.filter((file) => /\.(?:dmg|pkg)$/i.test(file.path)).map(wordOf));
  const [only] = words;
  if (words.size !== 1 || only === undefined) return err("arch_unclear");
  return only === "universal" ? ok(ARCHITECTURES) : ok([only === "arm64" ? "arm64" : "x64"]);
}

function wordOf({ path }: FoundFile): string {
  return saidArchitecture(fileNameOf(path)) ?? "x64";
}

function versionOf(
  fileName: string,
  { version: own, updaters }: FileFact,
  facts: readonly FileFact[],
): Pick<FoundBuild, "version" | "isVersionSaid"> {
  const said = own ?? facts.find((fact) => fact.fileName === ALL_FILES)?.version;
  // What cannot be compared is a name for people, as Sparkle's short versions may be.
  if (said !== undefined && !isUnreadable(parseRunningVersion(said)))
    return { version: said, isVersionSaid: true };
  const known = new Set(facts.flatMap(({ version }) => (version === undefined ? [] : [version])));
  const named = versionInName(fileName, known);
  // Tauri writes the version of the app into the name of every file that it signs, but for archives of macOS.
  return { version: named, isVersionSaid: named !== null && updaters?.tauri !== undefined };
}
