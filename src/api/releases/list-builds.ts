import { BuildList, BuildListQuery } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { listBuilds } from "../../store/build-table.ts";
import { may } from "../../tenancy/permission.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed } from "../refusals.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const getBuilds = endpoint({
  method: "GET",
  path: "/v1/builds",
  summary: "The builds to download, the newest version first (R22)",
  query: BuildListQuery,
  answer: BuildList,
  handle: async ({ actor, query }, context) => {
    if (!may(actor, "list_builds")) return notAllowed("list builds");
    const found = await listBuilds(context.store.database, query);
    const out = found.filter(({ release }) => release.state === "published" || may(actor, "manage_catalog"));
    return ok({ items: out.map(({ build, release }) => toBuildAnswer(build, release)) });
  },
});
