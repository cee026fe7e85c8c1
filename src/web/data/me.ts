import { queryOptions } from "@tanstack/react-query";
import { ROLES, type Role } from "../../tenancy/actor.ts";
import { type Action, may } from "../../tenancy/permission.ts";
import { customerPath, PAGES, signInPath } from "../paths.ts";
import { api, need } from "./api.ts";
import { queryClient } from "./query-client.ts";

/** Who is signed in, and where that holds. */
export interface Me {
  readonly person: { readonly id: string; readonly displayName: string };
  readonly role: Role;
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
  /** A partner role limited to some customers. */
  readonly organizationIds?: readonly string[] | undefined;
  /** The name of the partner or of the customer; the vendor has none here. */
  readonly levelName?: string | undefined;
  /** The password was good for once; nothing else is answered before it is changed. */
  readonly passwordChangeNeeded: boolean;
}

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: readMe, staleTime: 300_000 });

async function readMe(): Promise<Me> {
  const me = await need(api.GET("/v1/me"));
  const role = ROLES.find((known) => known === me.role);
  if (!role) throw new Error(`the role ${me.role} is not known to this page`);
  const passwordChangeNeeded = me.passwordChangeNeeded ?? false;
  const levelName = passwordChangeNeeded ? undefined : await readLevelName(me);
  return { ...me, role, passwordChangeNeeded, levelName };
}

async function readLevelName(me: Pick<Me, "partnerId" | "organizationId">): Promise<string | undefined> {
  const { partnerId, organizationId } = me;
  if (organizationId !== undefined) {
    const path = { path: { id: organizationId } };
    return (await need(api.GET("/v1/organizations/{id}", { params: path }))).name;
  }
  if (partnerId === undefined) return undefined;
  return (await need(api.GET("/v1/partners/{id}", { params: { path: { id: partnerId } } }))).name;
}

/** Whose start is a customer's own pages has no overview of many. */
export function hasHub(me: Me): boolean {
  return me.organizationId === undefined;
}

/** Whether the role may do something at all; what a rule takes away for a time, the settings themselves say. */
export function mayI(me: Me, action: Action): boolean {
  return may(me, action);
}

/** Where somebody begins: the vendor at its releases, a partner at its customers, a customer at home. */
export function landingOf(me: Me): string {
  if (me.organizationId !== undefined) return customerPath(me.organizationId);
  return me.partnerId === undefined ? PAGES.releases : PAGES.customers;
}

export async function signIn(body: { email: string; password: string }) {
  queryClient.clear();
  return need(api.POST("/v1/sessions", { body }));
}

export async function changePassword(body: { currentPassword: string; newPassword: string }) {
  await need(api.PUT("/v1/me/password", { body }));
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
}

/** Ends the session everywhere it is used, and forgets everything that was read in it. */
export async function signOut(): Promise<void> {
  await api.DELETE("/v1/sessions/current");
  window.location.assign(signInPath());
}

export const sessionsQuery = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: ({ signal }) => need(api.GET("/v1/sessions", { signal })),
});
