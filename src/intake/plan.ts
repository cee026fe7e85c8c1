import { UPDATERS } from "../catalog/updaters.ts";
import { UPDATER_DETAILS } from "../contract/updaters.ts";
import { ok, type Result } from "../result.ts";
import { findBuilds, isCompanionName } from "./find-builds.ts";
import type { FoundBuild, FoundCompanion, IntakePlan } from "./found-build.ts";
import { type FileFact, type FoundFile, fileNameOf, type MalformedMetadata } from "./found-file.ts";
import { readShape } from "./malformed.ts";
import { readMetadata } from "./read-metadata.ts";
import { withoutUnpacked } from "./unpacked.ts";

/**
 * Finds the builds in a list of files, with what the texts beside them say; `inside` is what the files themselves say, for
 * callers that can open them. Refuses `metadata_malformed` for a text that is not as its tool writes it, or says what no
 * updater could read.
 */
export function planIntake(
  all: readonly FoundFile[],
  inside: readonly FileFact[] = [],
): Result<IntakePlan, MalformedMetadata> {
  const files = withoutUnpacked(all);
  const metadata = readMetadata(files);
  if (!metadata.ok) return metadata;
  const { paths } = metadata.value;
  const facts = [...metadata.value.facts, ...inside];
  const found = findBuilds(
    files.filter(({ path }) => !paths.has(path)),
    facts,
  );
  const builds = found.builds.map((build) => ({ ...build, companions: companionsOf(build, files, facts) }));
  const checked = checkDetails(builds);
  if (!checked.ok) return checked;
  const used = new Set(builds.flatMap(({ companions }) => companions.map(({ path }) => path)));
  return ok({
    builds,
    read: files.map(({ path }) => path).filter((path) => paths.has(path)),
    leftOut: found.leftOut
      .filter(({ path }) => !used.has(path))
      .map((one) =>
        isCompanionName(fileNameOf(one.path), facts) ? { ...one, why: "no_build_for_it" } : one,
      ),
  });
}

/** The block map of a build, and the deltas to it, as far as they are there. */
function companionsOf(
  build: FoundBuild,
  files: readonly FoundFile[],
  facts: readonly FileFact[],
): readonly FoundCompanion[] {
  const map = files.filter(({ path }) => path === `${build.path}.blockmap`);
  const blockmaps = map.map(({ path, size }) => {
    return {
      path,
      fileName: fileNameOf(path),
      size,
      kind: "blockmap",
      from: null,
      edSignature: null,
    } as const;
  });
  const deltas = facts.flatMap(({ fileName, delta }): readonly FoundCompanion[] => {
    const file = files.find(({ path }) => fileNameOf(path) === fileName);
    if (!delta || !file || delta.of !== build.fileName) return [];
    const { from, edSignature } = delta;
    return [{ path: file.path, fileName, size: file.size, kind: "delta", from, edSignature }];
  });
  const once = new Map(deltas.map((delta) => [`${delta.fileName} ${delta.from}`, delta]));
  return [...blockmaps, ...once.values()];
}

/** Refuses what no updater could read, before anything is sent. */
function checkDetails(builds: readonly FoundBuild[]): Result<null, MalformedMetadata> {
  for (const { path, updaters } of builds) {
    for (const updater of UPDATERS) {
      if (!(updater in UPDATER_DETAILS)) continue;
      const key = updater as keyof typeof UPDATER_DETAILS;
      const details = updaters[key];
      if (details === undefined) continue;
      const read = readShape(`${path}, ${key}`, UPDATER_DETAILS[key], details);
      if (!read.ok) return read;
    }
  }
  return ok(null);
}
