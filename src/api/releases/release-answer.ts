import type { Build } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";

export function toReleaseAnswer(release: Release) {
  return { ...release };
}

/** A build as it is listed (R22); the urls of what lies here are paths on this server. */
export function toBuildAnswer(build: Build, release: Release) {
  return { ...build, version: release.version, url: toBuildPath(build), manifestUrl: toManifestPath(build) };
}

/** Where the bytes of a build are: its own url, or the immutable path under its digest. */
export function toBuildPath(build: Build): string {
  return build.url ?? `/builds/${build.sha256}/${encodeURIComponent(build.fileName)}`;
}

/** Where the signed manifest of a build is: next to its file; of one that is hosted elsewhere it needs a token. */
function toManifestPath(build: Build): string {
  return build.url === null ? `${toBuildPath(build)}.manifest.json` : `/v1/builds/${build.id}/manifest`;
}
