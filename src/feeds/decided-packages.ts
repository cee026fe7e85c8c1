import { asRelease } from "../catalog/app-version.ts";
import { isOut } from "../catalog/release.ts";
import { isUnreadable, parseRunningVersion, type RunningVersion } from "../catalog/running-version.ts";
import type { Instant } from "../instant.ts";
import { deltaChain } from "./delta-chain.ts";
import { type FeedAnswer, type FeedQuestion, type FeedRequest, readText, type SaidText } from "./feed.ts";
import { type FeedPackage, type FeedPackages, type PackageNaming, packagesOf } from "./packages.ts";

/** The packages of an answer: the deltas that lead to the decided whole app from what is installed, then that; none for "stay". */
export function decidedPackages(naming: PackageNaming, answer: FeedAnswer): readonly FeedPackage[] {
  const { verdict, question, request, calendar, at } = answer;
  if (verdict.action === "stay") return [];
  const packages = packagesOf(naming, calendar);
  const full = packages.fulls.get(verdict.build.id);
  if (!full) throw new Error(`build ${verdict.build.id} was decided and is no package`);
  const installed = installedOf(request, question);
  if (installed === null || isUnreadable(installed)) return [full];
  const base = asRelease(installed, question.target, calendar);
  return [...deltaChain(full, base, deltasBeside(full, packages, at)), full];
}

/**
 * What the updater has a package of and compares with, which an address that says another version does not change; null
 * if nothing was said.
 */
export function installedOf({ said }: FeedRequest, { running }: FeedQuestion): RunningVersion | null {
  const local = readText(localVersionOf(said));
  return local === null ? running : parseRunningVersion(local);
}

/** The version that the updater says it has, by this name in any capitals: it may ask for all of the address in small letters. */
export function localVersionOf(said: FeedRequest["said"]): SaidText {
  const name = Object.keys(said).find((one) => one.toLowerCase() === "localversion");
  return name === undefined ? undefined : said[name];
}

/** The deltas that may stand beside a whole app: of its platform, architecture and channel, of releases that are out. */
function deltasBeside({ build }: FeedPackage, { deltas }: FeedPackages, at: Instant): readonly FeedPackage[] {
  return deltas.filter(
    ({ release, build: other }) =>
      isOut(release, at) &&
      other.platform === build.platform &&
      other.arch === build.arch &&
      other.updaters.velopack?.channel === build.updaters.velopack?.channel,
  );
}
