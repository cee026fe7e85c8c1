import { formatShortest } from "../../catalog/version.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { InstallationList, InstallationListQuery } from "../../contract/adoption.ts";
import { IdParams } from "../../contract/fields.ts";
import { OTHER } from "../../contract/installation-filter.ts";
import { ok } from "../../result.ts";
import { listInstallations, OTHER_VERSIONS } from "../../store/tables/installation-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { toInstallationAnswer } from "./installation-answer.ts";

export const getInstallations = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/installations",
  summary:
    "The installations of an organization, by their ids: what each runs, when it last asked, and its verdict",
  params: IdParams,
  query: InstallationListQuery,
  answer: InstallationList,
  handle: async ({ actor, params, query, reply, url, now }, context) => {
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const { after, nextLink } = page.value;
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
    await context.follower.catchUp();
    const { user, version, q, installation, max } = query;
    const found = await listInstallations(database, params.id, {
      userId: user,
      id: installation,
      q,
      max,
      after: after?.id,
      version: version === OTHER ? OTHER_VERSIONS : version && formatShortest(version),
    });
    const ends = found.map(({ id }) => ({ name: "", id }));
    reply.headers(await nextLink(ends));
    return ok({ items: found.map((one) => toInstallationAnswer(context, one, now)) });
  },
});
