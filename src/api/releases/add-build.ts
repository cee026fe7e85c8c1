import { randomUUID } from "node:crypto";
import { isFormatOf, PACKAGE_FORMATS, type PackageFormat, type Platform } from "../../catalog/platform.ts";
import type { DescribedBuild } from "../../commands/releases/add-build.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { perform } from "../change.ts";
import type { Context } from "../context.ts";
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

/** Adds a build to a release, and answers with it. */
export function addBuild(context: Context, actor: Actor, releaseId: string, build: DescribedBuild) {
  const command = { kind: "add_build", id: randomUUID(), releaseId, build } as const;
  return perform(context, actor, command, (added) => toBuildAnswer(added.build, added.release));
}
