import { type Build, buildPath } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";

export function toReleaseAnswer(release: Release) {
  return { ...release };
}

/** A build as it is listed (R22); the urls of what lies here are paths on this server. */
export function toBuildAnswer(build: Build, release: Release) {
  const { proofs: _, ...described } = build;
  const urls = { url: buildPath(build), manifestUrl: toManifestPath(build) };
  return { ...described, ...urls, version: release.version };
}

/** Where the signed manifest of a build is: next to its file; of one that is hosted elsewhere it needs a token. */
function toManifestPath(build: Build): string {
  return build.url === null ? `${buildPath(build)}.manifest.json` : `/v1/builds/${build.id}/manifest`;
}
