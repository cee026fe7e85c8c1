import type { Build } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";

export function toReleaseAnswer(release: Release) {
  return { ...release };
}

/** A build as it is listed (R22); the url of one that lies here is a path on this server. */
export function toBuildAnswer(build: Build, release: Release) {
  return { ...build, version: release.version, url: toBuildPath(build) };
}

/** Where the bytes of a build are: its own url, or the immutable path under its digest. */
export function toBuildPath(build: Build): string {
  return build.url ?? `/builds/${build.sha256}/${encodeURIComponent(build.fileName)}`;
}
