import { IdParams } from "../../contract/fields.ts";
import { BuildAnswer, BuildPatch } from "../../contract/release.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const changeBuild = endpoint({
  method: "PATCH",
  path: "/v1/builds/:id",
  summary:
    "Change what a build carries: the version of its app, and for each protocol that is named its signatures and details; null takes them away",
  params: IdParams,
  entity: "build",
  body: BuildPatch,
  answer: BuildAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    perform(context, actor, { kind: "change_build", id, change: body }, ({ build, release }) =>
      toBuildAnswer(context, build, release),
    ),
});
