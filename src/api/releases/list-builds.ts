import { formatVersion, parseVersion } from "../../catalog/version.ts";
import { BuildList, BuildListQuery } from "../../contract/release.ts";
import { toInstant } from "../../instant.ts";
import { ok } from "../../result.ts";
import {
  type BuildOfRelease,
  compareBuildSortKeys,
  listBuilds,
  toBuildSortKey,
} from "../../store/tables/build-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { type PageEnd, readPage } from "../pagination.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const getBuilds = endpoint({
  method: "GET",
  path: "/v1/builds",
  summary: "The builds to download, the newest version first (R22)",
  query: BuildListQuery,
  answer: BuildList,
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "list_builds")) return notAllowed("list builds");
    const asked = await readPage(context, { actor, url, query });
    if (!asked.ok) return asked;
    const { after, nextLink } = asked.value;
    const found = await listBuilds(context.store.database, query);
    const out = found.filter(({ release }) => release.state === "published" || may(actor, "manage_catalog"));
    const page = out.filter((one) => !after || isBehind(one, after)).slice(0, query.max);
    reply.headers(await nextLink(page.map(toPageEnd)));
    return ok({ items: page.map(({ build, release }) => toBuildAnswer(context, build, release)) });
  },
});

function toPageEnd({ build, release }: BuildOfRelease): PageEnd {
  return { id: build.id, name: JSON.stringify([formatVersion(release.version), build.addedAt]) };
}

/** Whether a build comes after the end of a page, also if that one has left the list meanwhile. */
function isBehind(one: BuildOfRelease, { id, name }: PageEnd): boolean {
  const [text, addedAt] = JSON.parse(name) as [string, number];
  const version = parseVersion(text);
  if (!version.ok) throw new Error(`${text} was sealed as a version`);
  return (
    compareBuildSortKeys(toBuildSortKey(one), { id, version: version.value, addedAt: toInstant(addedAt) }) > 0
  );
}
