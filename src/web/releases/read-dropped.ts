import { parseVersion } from "../../catalog/version.ts";
import type { FoundBuild, LeftOutFile } from "../../intake/found-build.ts";
import { fileNameOf } from "../../intake/found-file.ts";
import { type BuildTarget, suggestTarget } from "../../intake/guess-target.ts";
import {
  buildsOfVersion,
  detailsIn,
  NOTHING_CARRIED,
  versionOfRelease,
  versionsOf,
} from "../../intake/of-release.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { UploadBeside } from "../data/upload-beside.ts";
import type { DroppedFile } from "./dropped-files.ts";
import { loadIntake } from "./load-intake.ts";

/** A file to upload, as it was found. */
export interface DroppedBuild extends UploadBeside {
  readonly file: File;
  readonly fileName: string;
  readonly target: BuildTarget;
}

/** What was found among files that were dropped together. */
export interface ReadDropped {
  readonly builds: readonly DroppedBuild[];
  /** The versions whose files are left out, since others are of this release. */
  readonly otherVersions: readonly string[];
  readonly leftOut: readonly LeftOutFile[];
}

/** Files whose target a person chooses, because nothing tells it. */
const TO_CHOOSE: readonly string[] = ["platform_unclear", "arch_unclear", "architecture_not_offered"];
const NOTHING_BESIDE: UploadBeside = { carried: NOTHING_CARRIED, companions: [] };

/**
 * Reads what lies beside files that were dropped together, for a release of this version. Refuses `metadata_malformed` for
 * a text that is not as its tool writes it.
 */
export async function readDropped(
  files: readonly DroppedFile[],
  versionText: string,
): Promise<Result<ReadDropped, Refusal<"metadata_malformed">>> {
  const { planIntake, isMetadataName, MOST_METADATA_BYTES } = await loadIntake();
  const found = files.map(async ({ path, file }) => {
    const isRead = isMetadataName(file.name) && file.size <= MOST_METADATA_BYTES;
    return { path, size: file.size, text: isRead ? await file.text() : undefined };
  });
  const plan = planIntake(await Promise.all(found));
  if (!plan.ok) return plan;
  const { builds, leftOut } = plan.value;
  const versions = versionsOf(builds);
  const version = parseVersion(versionText);
  const own = version.ok ? versionOfRelease(versions, version.value) : null;
  const chosen = own === null ? builds : buildsOfVersion(builds, own);
  const fileAt = new Map(files.map(({ path, file }) => [path, file]));
  const described = chosen.flatMap((build) => toDropped(build, fileAt, versionText));
  const unclear = leftOut.filter(({ why }) => TO_CHOOSE.includes(why));
  return ok({
    builds: [...described, ...unclear.flatMap(({ path }) => toSuggested(path, fileAt))],
    otherVersions: versions.filter((one) => !chosen.some((build) => build.version === one)),
    leftOut: leftOut.filter((one) => !unclear.includes(one)),
  });
}

type FileAt = ReadonlyMap<string, File>;

function toDropped(build: FoundBuild, fileAt: FileAt, versionText: string): readonly DroppedBuild[] {
  const file = fileAt.get(build.path);
  const version = parseVersion(versionText);
  if (!file || !version.ok) return [];
  const { platform, arch, format, fileName } = build;
  const companions = build.companions.flatMap(({ path, ...companion }) => {
    const bytes = fileAt.get(path);
    return bytes ? [{ ...companion, file: bytes }] : [];
  });
  const carried = detailsIn(build, version.value);
  return [{ file, fileName, target: { platform, arch, format }, carried, companions }];
}

function toSuggested(path: string, fileAt: FileAt): readonly DroppedBuild[] {
  const [file, fileName] = [fileAt.get(path), fileNameOf(path)];
  return file ? [{ file, fileName, target: suggestTarget(fileName), ...NOTHING_BESIDE }] : [];
}
