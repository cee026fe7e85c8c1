import { randomUUID } from "node:crypto";
import type { DescribedBuild } from "../../commands/releases/add-build.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { perform } from "../change.ts";
import type { Context } from "../context.ts";
import { toBuildAnswer } from "./release-answer.ts";

/** Adds a build to a release, and answers with it. */
export function addBuild(context: Context, actor: Actor, releaseId: string, build: DescribedBuild) {
  const command = { kind: "add_build", id: randomUUID(), releaseId, build } as const;
  return perform(context, actor, command, (added) => toBuildAnswer(context, added.build, added.release));
}
