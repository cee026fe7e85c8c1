import type { z } from "zod";
import { formatVersion } from "../../catalog/version.ts";
import { DownloadList, DownloadListQuery } from "../../contract/download.ts";
import { formatInstant, toInstant } from "../../instant.ts";
import { ok } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findTokenIds } from "../../store/ledger/token-ids.ts";
import type { BuildDownload } from "../../store/tables/build-download-row.ts";
import { listBuildDownloads } from "../../store/tables/build-download-table.ts";
import { findBuilds } from "../../store/tables/build-table.ts";
import { findReleases } from "../../store/tables/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { actorKindOf } from "../../tenancy/actor-kind.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { toCsv } from "../csv-text.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";

export const getDownloads = endpoint({
  method: "GET",
  path: "/v1/builds/downloads",
  summary:
    "Who downloaded which build, the newest first: the vendor all, a partner its own people's; also as CSV",
  query: DownloadListQuery,
  answer: DownloadList,
  answerTypes: ["text/csv"],
  csv: ({ items }, query) => toCsv([COLUMNS, ...items.map(toRow)], query),
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "read_downloads")) return notAllowed("see who downloaded builds");
    const asked = await readPage(context, { actor, url, query });
    if (!asked.ok) return asked;
    const end = asked.value.after;
    const { database } = context.store;
    const { buildId, from, to, max } = query;
    const after = end && { id: end.id, downloadedAt: toInstant(Number(end.name)) };
    const page = { buildId, from, to, max, after, ...reachOf(actor) };
    const downloads = await listBuildDownloads(database, page);
    const ends = downloads.map(({ id, downloadedAt }) => ({ id, name: String(downloadedAt) }));
    reply.headers(await asked.value.nextLink(ends));
    return ok({ items: await withBuilds(database, downloads) });
  },
});

/**
 * Which downloads the actor sees: with a scope of some customers only its own, since colleagues are not its concern.
 */
function reachOf({ id, partnerId, organizationIds }: Actor) {
  return {
    partnerId: partnerId ?? undefined,
    actorId: organizationIds === null ? undefined : id,
  };
}

async function withBuilds(database: Database, downloads: readonly BuildDownload[]) {
  const builds = await findBuilds(database, [...new Set(downloads.map((one) => one.buildId))]);
  const releases = await findReleases(database, [...new Set(builds.map((build) => build.releaseId))]);
  const tokens = await findTokenIds(
    database,
    downloads.map(({ actor }) => actor.id),
  );
  return downloads.flatMap((download) => {
    const build = builds.find(({ id }) => id === download.buildId);
    const release = releases.find(({ id }) => id === build?.releaseId);
    if (!build || !release) return [];
    const { platform, arch, format, fileName } = build;
    return [
      {
        ...download,
        actor: { ...download.actor, kind: actorKindOf(download.actor.id, tokens) },
        version: release.version,
        platform,
        arch,
        format,
        fileName,
      },
    ];
  });
}

const COLUMNS = [
  ...["id", "downloadedAt", "actorId", "actorName", "actorRole", "partnerId", "network"],
  ...["buildId", "version", "platform", "arch", "format", "fileName", "actorKind"],
];

function toRow(one: z.output<typeof DownloadList>["items"][number]) {
  const { actor, platform, arch, format, fileName } = one;
  return [
    ...[one.id, formatInstant(one.downloadedAt), actor.id, actor.displayName, actor.role],
    ...[one.partnerId, one.network, one.buildId, formatVersion(one.version)],
    ...[platform, arch, format, fileName, actor.kind],
  ];
}
