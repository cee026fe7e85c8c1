import { IdParams } from "../../contract/fields.ts";
import { BuildAnswer } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleBuild } from "./find-visible-build.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const getBuild = endpoint({
  method: "GET",
  path: "/v1/builds/:id",
  summary: "One build, with what it carries for updaters (R22)",
  params: IdParams,
  entity: "build",
  answer: BuildAnswer,
  handle: async ({ actor, now, params }, context) => {
    const found = await findVisibleBuild(context, { actor, at: now }, params.id);
    return found ? ok(toBuildAnswer(context, found.build, found.release)) : notFound("build");
  },
});
