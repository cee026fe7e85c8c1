import { createHash } from "node:crypto";
import { gzipSync } from "fflate";
import type { Build } from "../../catalog/build.ts";
import type { Calendar } from "../../catalog/calendar.ts";
import { debianPackageOf, isOfItsArchitecture } from "../../catalog/debian-package.ts";
import type { Architecture } from "../../catalog/platform.ts";
import { INDEX_NAMES, type IndexName, poolPath } from "./apt-file.ts";

/** A list of packages in one of its forms. */
interface IndexFile {
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A list of packages in every form. */
export type PackageIndex = Readonly<Record<IndexName, IndexFile>>;

const INDEXES = new WeakMap<Build, PackageIndex>();

/**
 * The list that names one build, or nothing if that is null. It follows from the build alone, and so is the same on every
 * server, for every organization, and for as long as the build carries the same.
 */
export function packageIndex(build: Build | null): PackageIndex {
  if (build === null) return NO_PACKAGES;
  const known = INDEXES.get(build) ?? toIndex(paragraph(build));
  INDEXES.set(build, known);
  return known;
}

/**
 * The list of this digest, or null if no build has one. An InRelease that was read a moment ago may name the list of a
 * build that is not decided for any more; that list is found all the same.
 */
export function indexByHash(calendar: Calendar, arch: Architecture, sha256: string): IndexFile | null {
  const builds = calendar.flatMap((entry) => entry.builds.filter((build) => isListable(build, arch)));
  for (const build of [null, ...builds]) {
    const files = Object.values(packageIndex(build));
    const found = files.find((file) => file.sha256 === sha256);
    if (found) return found;
  }
  return null;
}

/** Whether a build could be named to machines of an architecture. */
export function isListable(build: Build, arch: Architecture): boolean {
  return build.format === "deb" && build.arch === arch && isOfItsArchitecture(build);
}

function toIndex(text: string): PackageIndex {
  const bytes = new TextEncoder().encode(text);
  // The same bytes on every server: no time of their making.
  return { Packages: toFile(bytes), "Packages.gz": toFile(gzipSync(bytes, { mtime: 0 })) };
}

function toFile(bytes: Uint8Array): IndexFile {
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

const NO_PACKAGES: PackageIndex = toIndex("");

/**
 * The control paragraph exactly as it is in the package, because apt installs a version again whose fields differ; then
 * where the file is and what it has to be.
 */
function paragraph(build: Build): string {
  const { updaters, size, sha256, sha512 } = build;
  const fields = [
    (updaters.apt?.control ?? "").trimEnd(),
    `Filename: ${poolPath(build.id, packageFileName(build))}`,
    `Size: ${size}`,
    ...(sha256 === null ? [] : [`SHA256: ${sha256}`]),
    `SHA512: ${hexOfBase64(sha512)}`,
  ];
  return `${fields.join("\n")}\n`;
}

/** The name that Debian gives files: `app_46.10.1.38083_amd64.deb`, without the epoch. */
function packageFileName(build: Build): string {
  const { name, version, architecture } = debianPackageOf(build) ?? NO_PACKAGE;
  return `${name}_${version.replace(/^\d+:/, "")}_${architecture}.deb`;
}

const NO_PACKAGE = { name: "package", version: "0", architecture: "all" };

function hexOfBase64(base64: string): string {
  return [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** The names, sizes and digests of a list's forms, as a Release has them. `folder` is where the list is. */
export function indexLines(folder: string, index: PackageIndex): readonly string[] {
  return INDEX_NAMES.map((name) => {
    const { bytes, sha256 } = index[name];
    return ` ${sha256} ${bytes.length} ${folder}/${name}`;
  });
}
