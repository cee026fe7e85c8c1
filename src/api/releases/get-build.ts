import { IdParams } from "../../contract/fields.ts";
import { BuildAnswer } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
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
  handle: async ({ actor, params }, context) => {
    if (!may(actor, "list_builds")) return notAllowed("see builds");
    const found = await findVisibleBuild(context.store.database, actor, params.id);
    return found ? ok(toBuildAnswer(context, found.build, found.release)) : notFound("build");
  },
});
