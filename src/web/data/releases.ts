import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";
import { refreshAfter } from "./refresh.ts";
import { RefusedError } from "./refused.ts";

/** A release of the calendar with the dates on which the person's customers get it. */
export type DatedRelease = Shape<"ReleaseDatesList">["items"][number];
export type Release = Omit<DatedRelease, "dates" | "paused">;
export type ReleaseDate = DatedRelease["dates"][number];
export type Build = Shape<"BuildAnswer">;
export type ReleasePreview = Shape<"ReleasePreviewAnswer">;
export type NewRelease = Shape<"ReleaseBody">;
/** The body of a change of a release; what is left out stays. */
export type ReleaseChange = Shape<"ReleasePatch">;
export type BuildChange = Shape<"BuildPatch">;
export type HostedBuild = Shape<"HostedBuildBody">;

/** The calendar, the newest version first; with the dates of one partner's customers if a partner is given. */
export function calendarQuery(partnerId?: string) {
  return queryOptions({
    queryKey: ["catalog", "dates", partnerId ?? null],
    queryFn: async ({ signal }) => {
      const params = { query: { partnerId } };
      const found = await api.listAll("/v1/releases/dates", { params, signal });
      if (!found.ok) throw new RefusedError(found.error);
      return found.value;
    },
    placeholderData: keepPreviousData,
  });
}

/** One release, with the ETag for a save. */
export function releaseQuery(id: string) {
  return queryOptions({
    queryKey: ["catalog", "release", id],
    queryFn: ({ signal }) => needAnswer(api.GET("/v1/releases/{id}", { params: { path: { id } }, signal })),
  });
}

/** Every build that the person may see; a customer's people see those that their settings let them run. */
export const allBuildsQuery = queryOptions({
  queryKey: ["list", "builds"],
  queryFn: async ({ signal }) => {
    const found = await api.listAll("/v1/builds", { signal });
    if (!found.ok) throw new RefusedError(found.error);
    return found.value;
  },
});

/** One build, with the ETag for a save. */
export function buildQuery(id: string) {
  return queryOptions({
    queryKey: ["catalog", "build", id],
    queryFn: ({ signal }) => needAnswer(api.GET("/v1/builds/{id}", { params: { path: { id } }, signal })),
  });
}

/** What a change of a release would do, and to which customers. */
export function changePreviewQuery(id: string, change: ReleaseChange) {
  return queryOptions({
    queryKey: ["catalog", "preview", id, change],
    queryFn: ({ signal }) => {
      const sent = { params: { path: { id } }, body: change, signal };
      return need(api.POST("/v1/releases/{id}/preview", sent));
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** What a new release would do, and to which customers. */
export function newReleasePreviewQuery(body: NewRelease) {
  return queryOptions({
    queryKey: ["catalog", "preview", "new", body],
    queryFn: ({ signal }) => need(api.POST("/v1/releases/preview", { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export async function planRelease(body: NewRelease): Promise<Release> {
  const release = await need(api.POST("/v1/releases", { body }));
  refreshCatalog(release.id);
  return release;
}

/** Changes a release if nobody did since the answer with this `etag`; otherwise the server refuses (412). */
export async function changeRelease(id: string, change: ReleaseChange, etag: string | null) {
  const sent = { params: { path: { id } }, body: change, ...(etag !== null && { ifMatch: etag }) };
  const changed = await needAnswer(api.PATCH("/v1/releases/{id}", sent));
  refreshCatalog(id);
  return changed;
}

/** Adds a build whose file is hosted elsewhere. */
export async function addHostedBuild(id: string, body: HostedBuild): Promise<Build> {
  const build = await need(api.POST("/v1/releases/{id}/builds", { params: { path: { id } }, body }));
  refreshCatalog(id);
  return build;
}

/** Changes what a build carries if nobody did since the answer with this `etag`; otherwise the server refuses (412). */
export async function changeBuild(id: string, change: BuildChange, etag: string | null): Promise<void> {
  const sent = { params: { path: { id } }, body: change, ...(etag !== null && { ifMatch: etag }) };
  await needAnswer(api.PATCH("/v1/builds/{id}", sent));
  refreshCatalog(id);
}

/** Takes a block map or a delta from a build. */
export async function removeCompanion(id: string, sha256: string): Promise<void> {
  await needAnswer(api.DELETE("/v1/builds/{id}/companions/{sha256}", { params: { path: { id, sha256 } } }));
  refreshCatalog(id);
}

/** Refetches everything: releases and builds decide what every installation gets. */
export function refreshCatalog(id: string): void {
  refreshAfter({ subject: { kind: "release", id } });
}
