import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { ROLES, type Role } from "../../tenancy/actor.ts";
import { type Action, may } from "../../tenancy/permission.ts";
import type { SecondFactorKind as FactorKind } from "../../tenancy/second-factor.ts";
import { customerPath, PAGES } from "../paths.ts";
import { api, need } from "./api.ts";
import { type Configuration, configurationQuery } from "./configuration.ts";
import { queryClient } from "./query-client.ts";
import { goToSignIn } from "./sign-out-redirect.ts";

/** The signed-in person, and the role with the place in the hierarchy where it holds. */
export interface Me {
  readonly person: { readonly id: string; readonly displayName: string };
  readonly role: Role;
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
  /** The customers that a partner role is limited to, if it is. */
  readonly organizationIds?: readonly string[] | undefined;
  /** The name of the partner or customer that the person belongs to; undefined for the vendor. */
  readonly levelName?: string | undefined;
  /** The kinds of second factor that a local account has; undefined for people of an identity provider. */
  readonly secondFactors?: readonly FactorKind[] | undefined;
  /** The person signed in with a one-time password: the server refuses everything else until it is changed. */
  readonly passwordChangeNeeded: boolean;
  /** The operator requires a second factor, and the person has none: the server refuses all but setting one up. */
  readonly secondFactorNeeded: boolean;
}

const meQuery = queryOptions({ queryKey: ["me"], queryFn: readMe, staleTime: 300_000 });

/** The signed-in person, kept up to date. For the pages below the route `signed-in`, which loads the person. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Loads the signed-in person, or null if nobody is signed in, or a one-time password or a missing second factor stands before. */
export async function loadMe(configuration: Configuration): Promise<Me | null> {
  const known = queryClient.getQueryData(meQuery.queryKey);
  if (known && isOpen(known)) return known;
  if (!(await isSignedIn(configuration))) return null;
  const me = await queryClient.query({ ...meQuery, staleTime: 0 });
  return isOpen(me) ? me : null;
}

/** Whether the server answers more than what the person has to set first. */
function isOpen({ passwordChangeNeeded, secondFactorNeeded }: Me): boolean {
  return !(passwordChangeNeeded || secondFactorNeeded);
}

/** Whether there is a session; asks again if there was none, since the server refuses /v1/me without one. */
async function isSignedIn({ signedIn }: Configuration): Promise<boolean> {
  return signedIn || (await queryClient.query({ ...configurationQuery, staleTime: 0 })).signedIn;
}

async function readMe(): Promise<Me> {
  const me = await need(api.GET("/v1/me"));
  const role = ROLES.find((known) => known === me.role);
  if (!role) throw new Error(`the role ${me.role} is not known to this page`);
  const passwordChangeNeeded = me.passwordChangeNeeded ?? false;
  const secondFactorNeeded = me.secondFactorNeeded ?? false;
  const levelName = passwordChangeNeeded || secondFactorNeeded ? undefined : await readLevelName(me);
  return { ...me, role, passwordChangeNeeded, secondFactorNeeded, levelName };
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

/** Whether the person sees many customers: people of the vendor and of partners do. */
export function hasHub(me: Me): boolean {
  return me.organizationId === undefined;
}

/** Whether the role allows an action. The settings say whether a rule forbids it at the moment. */
export function mayI(me: Me, action: Action): boolean {
  return may(me, action);
}

/** The page a person starts at: the vendor's at the releases, a partner's at the customers, a customer's at the customer. */
export function landingOf(me: Me): string {
  if (me.organizationId !== undefined) return customerPath(me.organizationId);
  return me.partnerId === undefined ? PAGES.releases : PAGES.customers;
}

/** Opens a session. Drops what was read in another one. */
export async function signIn(body: { email: string; password: string; code?: string }) {
  forgetRest();
  return need(api.POST("/v1/sessions", { body }));
}

/** Drops what was read in another session. */
export function forgetRest(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== configurationQuery.queryKey[0] });
}

/** Sets a new password, and reads the person and the sessions again. */
export async function changePassword(body: { currentPassword: string; newPassword: string }) {
  const session = await need(api.PUT("/v1/me/password", { body }));
  await refreshMe();
  return session;
}

/** Ends the session and reloads the page at the sign-in, so that nothing that was read stays. */
export async function signOut(): Promise<void> {
  await api.DELETE("/v1/sessions/current");
  goToSignIn();
}

/** Reads the person, the sessions and the second factors again. */
export async function refreshMe(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
}
