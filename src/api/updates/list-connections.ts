import { UPDATER_NEEDS } from "../../catalog/updater-needs.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { ConnectionList, ConnectQuery } from "../../contract/connect.ts";
import { IdParams } from "../../contract/fields.ts";
import type { Feed } from "../../feeds/feed.ts";
import { FEEDS } from "../../feeds/feeds.ts";
import type { ConnectedApp } from "../../feeds/setup/setup.ts";
import { SETUPS } from "../../feeds/setup/setups.ts";
import { ok } from "../../result.ts";
import { originOf } from "../../serving/public-address.ts";
import { findTags } from "../../store/tables/enrolment-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";

export const getConnections = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/connections",
  summary:
    "How an app is connected: what its developer writes for each framework, and what its updater asks first",
  params: IdParams,
  query: ConnectQuery,
  answer: ConnectionList,
  handle: async ({ actor, params, query, reply }, context) => {
    if (!(await findVisibleScene(context.store.database, actor, params.id))) return notFound("organization");
    const { updater, user = null, ...said } = query;
    const server = originOf(context.config, reply.request.headers.host);
    const key = [...(await findTags(context.store.database, params.id)).values()].at(-1) ?? null;
    const app: ConnectedApp = { ...said, server, organization: params.id, user, key };
    const feeds = FEEDS.filter(({ name }) => updater === undefined || name === updater);
    return ok({ items: feeds.flatMap((feed) => connect(feed, app)) });
  },
});

/** The protocol for the app, or nothing if no framework of it makes apps for the platform. */
function connect({ name, updaters, noUpdate }: Feed, app: ConnectedApp) {
  const { platform } = app;
  const { frameworks, request } = SETUPS[name];
  const fitting = frameworks.filter(({ platforms }) => platforms.includes(platform));
  if (fitting.length === 0) return [];
  const asked = request(app);
  return [
    {
      updater: name,
      updaters,
      formats: UPDATER_NEEDS[name].formats[platform] ?? [],
      needs: UPDATER_NEEDS[name].needs,
      noUpdate,
      frameworks: fitting.map((framework) => ({ name: framework.name, files: framework.files(app) })),
      request: { ...asked, url: app.server + asked.path },
    },
  ];
}
