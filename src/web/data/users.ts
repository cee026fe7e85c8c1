import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { AGAIN_MS } from "./adoption.ts";
import { api, need, needAnswer } from "./api.ts";
import { refreshAfter } from "./refresh.ts";

export type User = Shape<"UserAnswer">;
/** A user in a list, with the switch for automatic upgrades. */
export type UserItem = Shape<"UserList">["items"][number];
export type UserSettings = Shape<"UserSettingsAnswer">;
type UserBody = Shape<"UserBody">;

/** The users of an organization whose name or e-mail address contains `q`, by name. */
export function usersQuery(organizationId: string, q: string) {
  return infiniteQueryOptions({
    queryKey: ["organization", organizationId, "users", q],
    queryFn: ({ pageParam, signal }) => {
      const params = {
        path: { id: organizationId },
        query: { max: 100, q: q || undefined, after: pageParam },
      };
      return needAnswer(api.GET("/v1/organizations/{id}/users", { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
    placeholderData: keepPreviousData,
  });
}

/** One user, with the ETag for a save. */
export function userQuery(id: string) {
  return queryOptions({
    queryKey: ["user", id],
    queryFn: ({ signal }) => needAnswer(api.GET("/v1/users/{id}", { params: { path: { id } }, signal })),
  });
}

/** R11: whether the user is on automatic upgrades, with the ETag for a save. */
export function userSettingsQuery(id: string) {
  return queryOptions({
    queryKey: ["user", id, "settings"],
    queryFn: ({ signal }) =>
      needAnswer(api.GET("/v1/users/{id}/release-settings", { params: { path: { id } }, signal })),
  });
}

/** The installations of a user, by id: what each runs, is offered now, and gets next. */
export function userInstallationsQuery(organizationId: string, user: string) {
  return infiniteQueryOptions({
    queryKey: ["user", user, "installations"],
    queryFn: ({ pageParam: after, signal }) => {
      const params = { path: { id: organizationId }, query: { user, max: 20, after } };
      return needAnswer(api.GET("/v1/organizations/{id}/installations", { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
    refetchInterval: AGAIN_MS,
  });
}

/** The verdict for a new installation of the user. */
export function userVerdictQuery(organizationId: string, user: string, platform: "win" | "mac" | "linux") {
  return queryOptions({
    queryKey: ["user", user, "verdict", platform],
    queryFn: async ({ signal }) => {
      const query = { user, platform, arch: "x64" } as const;
      const params = { path: { id: organizationId }, query };
      return (await need(api.GET("/v1/organizations/{id}/explain", { params, signal }))).verdict;
    },
  });
}

export async function saveUserSettings(
  { id, organizationId }: Pick<User, "id" | "organizationId">,
  allowAutomaticUpgrades: boolean,
  etag: string | null,
) {
  const body = { allowAutomaticUpgrades };
  const sent = { params: { path: { id } }, body, ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.PUT("/v1/users/{id}/release-settings", sent));
  refreshAfter({ subject: { kind: "user_settings", id }, organizationId });
  return saved;
}

export async function addUser(organizationId: string, body: UserBody): Promise<User> {
  const sent = { params: { path: { id: organizationId } }, body };
  const user = await need(api.POST("/v1/organizations/{id}/users", sent));
  refreshAfter({ subject: { kind: "user", id: user.id }, organizationId });
  return user;
}

export async function changeUser(
  { id, organizationId }: Pick<User, "id" | "organizationId">,
  body: Partial<UserBody>,
  etag: string | null,
) {
  const sent = { params: { path: { id } }, body, ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.PATCH("/v1/users/{id}", sent));
  refreshAfter({ subject: { kind: "user", id }, organizationId });
  return saved;
}

export async function removeUser({ id, organizationId }: Pick<User, "id" | "organizationId">): Promise<void> {
  await need(api.DELETE("/v1/users/{id}", { params: { path: { id } } }));
  refreshAfter({ subject: { kind: "user", id }, organizationId });
}
