import type { Lacking } from "../intake/fit.ts";
import type { LeftOutFile, LeftOutReason } from "../intake/found-build.ts";
import type { BuildFile } from "./build-file.ts";
import { formatColumns } from "./format-text.ts";
import { showSize } from "./size.ts";
import { systemText } from "./system-text.ts";

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  not_understood: "not of a build",
  no_build_for_it: "belongs to no build of this folder",
  architecture_not_offered: "for an architecture that builds cannot have",
  arch_unclear: 'nothing tells its architecture; add it by "sluice build add --arch"',
  platform_unclear: 'nothing tells its platform; add it by "sluice build add --platform"',
  there_twice: "a file of this name is in another folder, too",
};

/** The most files that are named one by one. */
const MOST_NAMED = 20;

/** What was found of a folder, for people to look at before it is sent. */
export interface FoundTexts {
  readonly version: string;
  readonly files: readonly BuildFile[];
  readonly others: readonly string[];
  readonly lacking: readonly Lacking[];
  readonly leftOut: readonly LeftOutFile[];
}

/** A table of the builds, and what is to be said beside it; `states` says of each file what is done with it. */
export function foundText(
  { version, files, others, lacking, leftOut }: FoundTexts,
  states: readonly string[],
): string {
  const rows = files.map((file, index) => [
    ...[file.fileName, file.platform, file.arch, file.format, showSize(file.size)],
    ...[file.carried.appVersion ?? version, carriedText(file), states[index] ?? ""],
  ]);
  const heading = ["FILE", "PLATFORM", "ARCH", "FORMAT", "SIZE", "APP", "CARRIES", "STATE"];
  return [
    formatColumns([heading, ...rows]),
    ...lacking.map(({ fileName, updater, needs }) => `${fileName} lacks for ${updater}: ${needs.join("; ")}`),
    ...(others.length > 0 ? [`Files of ${others.join(", ")} are left out.`] : []),
    ...leftOutText(leftOut),
  ].join("\n");
}

/** The protocols that it carries details for, the systems that it is for, and its companions. */
function carriedText({ carried, companions }: BuildFile): string {
  const deltas = companions.filter(({ kind }) => kind === "delta").length;
  const system = systemText(carried);
  const parts = [
    ...Object.keys(carried.updaters),
    ...(system === null ? [] : [`system ${system}`]),
    ...(companions.some(({ kind }) => kind === "blockmap") ? ["block map"] : []),
    ...(deltas > 0 ? [`${deltas} ${deltas === 1 ? "delta" : "deltas"}`] : []),
  ];
  return parts.join(", ") || "-";
}

function leftOutText(files: readonly LeftOutFile[]): readonly string[] {
  const named = files.slice(0, MOST_NAMED).map(({ path, why }) => `${path}: left out, ${REASONS[why]}`);
  const more = files.length - named.length;
  return more > 0 ? [...named, `and ${more} files more`] : named;
}
