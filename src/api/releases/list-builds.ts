import { BuildList, BuildListQuery } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { listBuilds } from "../../store/tables/build-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { nextLink, readPageEnd } from "../pagination.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const getBuilds = endpoint({
  method: "GET",
  path: "/v1/builds",
  summary: "The builds to download, the newest version first (R22)",
  query: BuildListQuery,
  answer: BuildList,
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "list_builds")) return notAllowed("list builds");
    const end = readPageEnd(query.after);
    if (!end.ok) return end;
    const found = await listBuilds(context.store.database, query);
    const out = found.filter(({ release }) => release.state === "published" || may(actor, "manage_catalog"));
    const start = out.findIndex(({ build }) => build.id === end.value?.id) + 1;
    const page = out.slice(start, start + query.max);
    const ends = page.map(({ build }) => ({ id: build.id, name: build.fileName }));
    reply.headers(nextLink(url, query.max, ends));
    return ok({ items: page.map(({ build, release }) => toBuildAnswer(context, build, release)) });
  },
});
