import { compareVersions, parseVersion, type Version } from "../catalog/version.ts";
import type { Shape } from "../client/shape.ts";
import { type Instant, parseInstant } from "../instant.ts";
import { ok, type Result } from "../result.ts";
import { type Client, orFailure } from "./client.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** A release as the API lists it. */
export type ListedRelease = Shape<"ReleaseAnswer">;

/** Every release of the server, the newest version first. */
export async function listReleases(client: Client): Promise<Result<readonly ListedRelease[], Failure>> {
  const listed = await orFailure(client.api.listAll("/v1/releases"));
  if (!listed.ok) return listed;
  return ok([...listed.value].sort((a, b) => byVersion(b, a)));
}

/** The release of a version (`45.4` finds `45.4.0.0`), or null if there is none. */
export async function findRelease(
  client: Client,
  version: string,
): Promise<Result<ListedRelease | null, Failure>> {
  const parsed = parseVersion(version);
  if (!parsed.ok) return fail(EXIT.usage, parsed.error);
  const listed = await listReleases(client);
  if (!listed.ok) return listed;
  return ok(listed.value.find((release) => isOfVersion(release, parsed.value)) ?? null);
}

/** The release of a version. Refuses `release_unknown` if there is none. */
export async function getRelease(client: Client, version: string): Promise<Result<ListedRelease, Failure>> {
  const found = await findRelease(client, version);
  if (!found.ok) return found;
  if (found.value) return ok(found.value);
  return fail(EXIT.refused, {
    code: "release_unknown",
    message: `There is no release ${version}; see "sluice release list" for the versions.`,
  });
}

export function isOfVersion(release: ListedRelease, version: Version): boolean {
  const own = parseVersion(release.version);
  return own.ok && compareVersions(own.value, version) === 0;
}

/** For sorting, the oldest version first. */
export function byVersion(a: ListedRelease, b: ListedRelease): number {
  const [one, other] = [parseVersion(a.version), parseVersion(b.version)];
  return one.ok && other.ok ? compareVersions(one.value, other.value) : 0;
}

/** A moment from the command line; undefined if it was not given. The refusal names the option. */
export function readMoment(option: string, text: string | undefined): Result<Instant | undefined, Failure> {
  if (text === undefined) return ok(undefined);
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed;
  return fail(EXIT.usage, { code: parsed.error.code, message: `${option}: ${parsed.error.message}` });
}
