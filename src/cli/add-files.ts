import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Version } from "../catalog/version.ts";
import { changeOf } from "../intake/carried.ts";
import { checkFit } from "../intake/fit.ts";
import type { FoundBuild } from "../intake/found-build.ts";
import type { FoundFile } from "../intake/found-file.ts";
import { guessTarget, type SaidTarget } from "../intake/guess-target.ts";
import { type CarriedDetails, detailsIn, NOTHING_CARRIED } from "../intake/of-release.ts";
import { ok, type Result } from "../result.ts";
import type { BuildFile } from "./build-file.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import { findFiles } from "./find-files.ts";
import { checkExpected, digestsOf, readIntake } from "./read-intake.ts";
import { checkUpdaters } from "./updater-options.ts";

/** A file that was named, with what lies beside it and what options say. */
export interface NamedFile {
  readonly path: string;
  readonly said: SaidTarget;
  /** What options say of what it carries; it beats what was found. */
  readonly carried: CarriedDetails;
}

/** What was found for a file: what lies beside it, and what it is for; its release is not known yet. */
export interface ReadFile {
  readonly named: NamedFile;
  readonly found: FoundBuild;
}

/**
 * Looks at a file, and at what lies beside it, before anything is sent: a universal file is a build for each architecture.
 * Refuses `file_unreadable`, `metadata_malformed` and what {@link guessTarget} refuses.
 */
export async function readNamedFile(named: NamedFile): Promise<Result<readonly ReadFile[], Failure>> {
  const { path, said } = named;
  const fileName = basename(path);
  const isOpen = await isReadable(path);
  const beside = isOpen ? await findFiles(dirname(path), { deep: false }) : null;
  if (!beside?.ok) {
    const early = guessTarget(fileName, said);
    if (!early.ok) return fail(EXIT.usage, early.error);
    const message = `${path} cannot be read; give a file that exists and is not empty`;
    return fail(EXIT.usage, { code: "file_unreadable", message });
  }
  const plan = await readIntake(dirname(path), relatedTo(fileName, beside.value), (one) => one === fileName);
  if (!plan.ok) return plan;
  const size = beside.value.find((file) => file.path === fileName)?.size ?? 0;
  const own = plan.value.builds.filter((build) => build.path === fileName);
  const nothing = { ...NOTHING_CARRIED, version: null, isVersionSaid: false, expected: {}, companions: [] };
  const candidates = own.length > 0 && said.arch === undefined ? own : [own[0] ?? null];
  const read: ReadFile[] = [];
  for (const candidate of candidates) {
    const target = guessTarget(fileName, { ...targetOf(candidate, said), ...said });
    if (!target.ok) return fail(EXIT.usage, target.error);
    const found = { ...nothing, ...candidate, ...target.value, path, fileName, size };
    const companions = found.companions.map((one) => ({ ...one, path: join(dirname(path), one.path) }));
    read.push({ named, found: { ...found, companions } });
  }
  return ok(read);
}

/** What was found of a file's target, as far as nothing else is said. */
function targetOf(found: FoundBuild | null, { format, platform }: SaidTarget): SaidTarget {
  if (!found) return {};
  // The format belongs to the platform: one that is said leaves the other open.
  return format === undefined && platform === undefined ? { ...found } : { arch: found.arch };
}

/** (Other builds of the folder are not asked for: only what is said of them can matter.) */
function relatedTo(fileName: string, files: readonly FoundFile[]): readonly FoundFile[] {
  return files.filter(
    (file) => file.text === undefined || !file.path.endsWith(".sig") || file.path.startsWith(fileName),
  );
}

async function isReadable(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

/**
 * A file as it goes into a release. Refuses `digest_mismatch` if a text beside it describes another, and what does not fit
 * the release.
 */
export async function toBuildFile(
  { named, found }: ReadFile,
  version: Version,
): Promise<Result<BuildFile, Failure>> {
  const digests = await digestsOf(found.path);
  const expected = checkExpected(found, digests);
  if (!expected.ok) return expected;
  const beside = detailsIn(found, version);
  const change = changeOf(beside, named.carried);
  const carried = { ...beside, ...change, updaters: { ...beside.updaters, ...change?.updaters } };
  const checked = checkUpdaters(carried.updaters);
  if (!checked.ok) return checked;
  const fit = checkFit(found, carried, version);
  if (!fit.ok) return fail(EXIT.usage, fit.error);
  const { platform, arch, format, path, fileName, size, companions } = found;
  const { sha512, sha1 } = digests;
  return ok({ platform, arch, format, path, fileName, size, sha512, sha1, carried, companions });
}
