import { formatVersion, parseVersion } from "../../catalog/version.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { BuildList, BuildListQuery } from "../../contract/release.ts";
import { toInstant } from "../../instant.ts";
import { ok } from "../../result.ts";
import { type BuildOfRelease, compareBuildSortKeys, toBuildSortKey } from "../../store/tables/build-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { type PageEnd, readPage } from "../pagination.ts";
import { type ListedBuild, readDownloadList } from "./download-list.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const getBuilds = endpoint({
  method: "GET",
  path: "/v1/builds",
  summary:
    "The builds to download, the newest version first: of the releases that are out, or of those that an organization may run (R22)",
  query: BuildListQuery,
  answer: BuildList,
  handle: async ({ actor, now, query, reply, url }, context) => {
    const { max, organizationId, platform } = query;
    const { database } = context.store;
    if (organizationId !== undefined && !(await findVisibleScene(database, actor, organizationId)))
      return notFound("organization");
    const asked = await readPage(context, { actor, url, query });
    if (!asked.ok) return asked;
    const { after, nextLink } = asked.value;
    const listed = await readDownloadList(context, { actor, at: now }, organizationId);
    const page = listed
      .filter(({ build }) => platform === undefined || build.platform === platform)
      .sort((a, b) => compareBuildSortKeys(toBuildSortKey(a), toBuildSortKey(b)))
      .filter((one) => !after || isBehind(one, after))
      .slice(0, max);
    reply.headers(await nextLink(page.map(toPageEnd)));
    const items = page.map(({ build, release, current }) => ({
      ...toBuildAnswer(context, build, release),
      current,
    }));
    return ok({ items });
  },
});

function toPageEnd({ build, release }: ListedBuild): PageEnd {
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
