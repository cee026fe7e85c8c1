import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";
import { type Keep, toKeepQuery } from "./people.ts";
import { refreshAfter } from "./refresh.ts";
import { RefusedError } from "./refused.ts";

export type PartnerSettings = Shape<"PartnerSettingsAnswer">;

/** The body of a save of a partner's settings; what is left out stays. */
export type PartnerSettingsChange = Shape<"PartnerSettingsBody">;

/** The partners that the person may see, by name. */
export function partnersQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ["list", "partners", q],
    queryFn: ({ pageParam, signal }) => {
      const query = { max: 50, q: q || undefined, after: pageParam };
      return needAnswer(api.GET("/v1/partners", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
    placeholderData: keepPreviousData,
  });
}

export function partnerQuery(id: string) {
  return queryOptions({
    queryKey: ["partner", id],
    queryFn: ({ signal }) => need(api.GET("/v1/partners/{id}", { params: { path: { id } }, signal })),
  });
}

/** What a partner set for all its customers, with the ETag for a save. */
export function partnerSettingsQuery(id: string) {
  return queryOptions({
    queryKey: ["partner", id, "settings"],
    queryFn: ({ signal }) =>
      needAnswer(api.GET("/v1/partners/{id}/release-settings", { params: { path: { id } }, signal })),
  });
}

export function previewPartnerSettings(id: string, body: PartnerSettingsChange) {
  const params = { path: { id } };
  return need(api.POST("/v1/partners/{id}/release-settings/preview", { params, body }));
}

/** Saves if nobody saved since the answer with this `etag`; otherwise the server refuses (412). */
export async function savePartnerSettings(id: string, body: PartnerSettingsChange, etag: string | null) {
  const sent = { params: { path: { id } }, body, ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.PUT("/v1/partners/{id}/release-settings", sent));
  refreshAfter({ subject: { kind: "partner_settings", id }, partnerId: id });
  return saved;
}

/** R13: switches whether a partner may configure anything; only the vendor can. */
export async function switchReleaseManagement(id: string, isOn: boolean): Promise<void> {
  const features = isOn ? (["atlas-webex-release-management"] as const) : [];
  await need(api.PATCH("/v1/partners/{id}", { params: { path: { id } }, body: { features: [...features] } }));
  refreshAfter({ subject: { kind: "partner", id }, partnerId: id });
}

/** Every partner that the person may see, to choose among and to name. */
export const allPartnersQuery = queryOptions({
  queryKey: ["list", "partners", "all"],
  queryFn: async ({ signal }) => {
    const partners = await api.listAll("/v1/partners", { signal });
    if (!partners.ok) throw new RefusedError(partners.error);
    return partners.value;
  },
});

/** Adds a partner, with release management on or off (R13). */
export async function addPartner(name: string, isOn: boolean) {
  const features = isOn ? (["atlas-webex-release-management"] as const) : [];
  const partner = await need(api.POST("/v1/partners", { body: { name, features: [...features] } }));
  refreshAfter({ subject: { kind: "partner", id: partner.id }, partnerId: partner.id });
  return partner;
}

export async function renamePartner(id: string, name: string): Promise<void> {
  await need(api.PATCH("/v1/partners/{id}", { params: { path: { id } }, body: { name } }));
  refreshAfter({ subject: { kind: "partner", id }, partnerId: id });
}

/** Which tokens, links and one-time passwords end with a partner; the server changes nothing. */
export function previewPartnerRemoval(id: string) {
  return need(api.GET("/v1/partners/{id}/removal/preview", { params: { path: { id } } }));
}

export async function removePartner(id: string, keep: Keep | undefined): Promise<void> {
  await need(api.DELETE("/v1/partners/{id}", { params: { path: { id }, query: toKeepQuery(keep) } }));
  refreshAfter({ subject: { kind: "partner", id }, partnerId: id });
}
