import { type Build, buildPath } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";

export function toReleaseAnswer(release: Release) {
  return { ...release };
}

/** A build as it is listed (R22); the urls of files on this server are paths. */
export function toBuildAnswer(build: Build, release: Release) {
  const { proofs: _, ...described } = build;
  const urls = { url: buildPath(build), manifestUrl: toManifestPath(build) };
  return { ...described, ...urls, version: release.version };
}

/**
 * The path of a build's signed manifest: next to its file, or for a build hosted elsewhere at a call that needs a
 * token.
 */
function toManifestPath(build: Build): string {
  return build.url === null ? `${buildPath(build)}.manifest.json` : `/v1/builds/${build.id}/manifest`;
}
