import { randomUUID } from "node:crypto";
import { buildPath } from "../../catalog/build.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { insertBuildDownload } from "../../store/tables/build-download-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleBuild } from "./find-visible-build.ts";

export const beginDownload = endpoint({
  method: "GET",
  path: "/v1/builds/:id/download",
  summary:
    "Download a build: records who and what, and leads to the file, which takes ranges; resume there (R22)",
  params: IdParams,
  status: 302,
  handle: async ({ actor, params, now, reply }, context) => {
    const found = await findVisibleBuild(context, { actor, at: now }, params.id);
    if (!found) return notFound("build");
    const { ip: address, method } = reply.request;
    // Fastify answers HEAD by the same handler, and a HEAD downloads nothing.
    if (method === "GET") {
      const who = { actor: toActorReference(actor), partnerId: actor.partnerId };
      const download = { id: randomUUID(), buildId: params.id, downloadedAt: now, ...who, address };
      await insertBuildDownload(context.store.database, download);
    }
    const path = buildPath(found.build);
    const location = found.build.url === null ? `${context.config.publicUrl ?? ""}${path}` : path;
    reply.headers({ location, "cache-control": "private, no-store" });
    return ok(undefined);
  },
});
