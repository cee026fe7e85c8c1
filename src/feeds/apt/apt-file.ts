import { DEBIAN_ARCHITECTURES } from "../../catalog/debian-package.ts";
import { ARCHITECTURES, type Architecture } from "../../catalog/platform.ts";

/** The forms in which a repository says and signs what it has. */
export const RELEASE_FILES = ["InRelease", "Release", "Release.gpg"] as const;
export type ReleaseFile = (typeof RELEASE_FILES)[number];

/** The forms of the list of packages. */
export const INDEX_NAMES = ["Packages", "Packages.gz"] as const;
export type IndexName = (typeof INDEX_NAMES)[number];

/** A file that apt asks of a repository. */
export type AptFile =
  | { readonly kind: "release"; readonly name: ReleaseFile }
  | { readonly kind: "index"; readonly arch: Architecture; readonly name: IndexName }
  /** An index by the SHA-256 that a Release names, in lower-case hex. */
  | { readonly kind: "by-hash"; readonly arch: Architecture; readonly sha256: string }
  | { readonly kind: "package"; readonly buildId: string };

const SUITE = "dists/stable";

/** Where the packages of an architecture are listed, below the folder of the suite. */
export function indexFolder(arch: Architecture): string {
  return `main/binary-${DEBIAN_ARCHITECTURES[arch]}`;
}

/** Where the package of a build is, below the address of the repository. `name` is its file name. */
export function poolPath(buildId: string, name: string): string {
  return `pool/${buildId}/${name}`;
}

/** The meaning of a path below the address of the repository, or null if apt finds nothing there. */
export function parseAptFile(path: string): AptFile | null {
  const [, buildId] = /^pool\/([\w-]+)\/[^/]+$/.exec(path) ?? [];
  if (buildId !== undefined) return { kind: "package", buildId };
  if (!path.startsWith(`${SUITE}/`)) return null;
  const inSuite = path.slice(SUITE.length + 1);
  const release = RELEASE_FILES.find((name) => name === inSuite);
  if (release) return { kind: "release", name: release };
  const arch = ARCHITECTURES.find((one) => inSuite.startsWith(`${indexFolder(one)}/`));
  return arch ? parseIndex(arch, inSuite.slice(indexFolder(arch).length + 1)) : null;
}

function parseIndex(arch: Architecture, path: string): AptFile | null {
  const name = INDEX_NAMES.find((one) => one === path);
  if (name) return { kind: "index", arch, name };
  const [, sha256] = /^by-hash\/SHA256\/([0-9a-f]{64})$/.exec(path) ?? [];
  return sha256 === undefined ? null : { kind: "by-hash", arch, sha256 };
}
