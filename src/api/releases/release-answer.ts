import { type Build, buildPath } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";
import { basePathOf } from "../../serving/public-address.ts";
import type { Context } from "../context.ts";

export function toReleaseAnswer(release: Release) {
  return { ...release };
}

/**
 * A build as it is listed (R22). The addresses of files on this server are paths from the root of the host, with the path
 * of the public address.
 */
export function toBuildAnswer({ config }: Context, build: Build, release: Release) {
  const { proofs, ...described } = build;
  const basePath = basePathOf(config);
  const url = build.url ?? basePath + buildPath(build);
  const manifestUrl = basePath + toManifestPath(build);
  return { ...described, sha1: proofs.sha1 ?? null, url, manifestUrl, version: release.version };
}

/**
 * The path of a build's signed manifest: next to its file, or for a build hosted elsewhere at a call that needs a
 * token.
 */
function toManifestPath(build: Build): string {
  return build.url === null ? `${buildPath(build)}.manifest.json` : `/v1/builds/${build.id}/manifest`;
}
