import { randomUUID } from "node:crypto";
import type { Build } from "../../catalog/build.ts";
import { isFormatOf, PACKAGE_FORMATS, type PackageFormat, type Platform } from "../../catalog/platform.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { listBuilds } from "../../store/tables/build-table.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { notFound } from "../refusals.ts";
import { toBuildAnswer } from "./release-answer.ts";

/** A package format of the platform. Refuses `format_unknown` with those it has. */
export function toFormat(platform: Platform, format: string): Result<PackageFormat, Refusal> {
  if (isFormatOf(platform, format)) return ok(format);
  const allowed = PACKAGE_FORMATS[platform].join(", ");
  return err(
    refuse(
      "format_unknown",
      `format: "${format}" is not a package format of ${platform}; use one of ${allowed}`,
    ),
  );
}

/** Records a build of a release. The same bytes under the same name again are the build that is there already. */
export async function addBuild(
  context: Context,
  actor: Actor,
  releaseId: string,
  described: Omit<Build, "id" | "releaseId" | "addedAt">,
) {
  return change(context, actor, async (transaction) => {
    const release = await findRelease(transaction.database, releaseId);
    if (!release) return notFound("release");
    const known = await listBuilds(transaction.database, { platform: described.platform });
    const same = known.find(({ build }) => build.releaseId === releaseId && isSameArtifact(build, described));
    if (same) return ok(toBuildAnswer(same.build, release));
    const build = { ...described, id: randomUUID(), releaseId, addedAt: transaction.at };
    await transaction.record({
      subject: "build",
      id: build.id,
      action: "add_build",
      before: null,
      after: build,
    });
    return ok(toBuildAnswer(build, release));
  });
}

function isSameArtifact(a: Omit<Build, "id" | "releaseId" | "addedAt">, b: typeof a): boolean {
  return (
    a.sha512 === b.sha512 &&
    a.platform === b.platform &&
    a.arch === b.arch &&
    a.format === b.format &&
    a.fileName === b.fileName &&
    a.url === b.url
  );
}
