import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { type Level, levelOf, ROLES, type Role } from "../../tenancy/actor.ts";
import { api, need, needAnswer } from "./api.ts";
import type { Me } from "./me.ts";
import { refreshAfter } from "./refresh.ts";

/** An administrator: a person who signs in, with a role and the place where it holds. */
export type Person = Shape<"AdministratorAnswer">;
/** What is to be changed of an administrator; what is left out stays. */
export type PersonPatch = Omit<Shape<"AdministratorPatch">, "keep">;
/** What a change ends of what somebody granted: tokens, links, one-time passwords. */
export type CredentialsEffect = Shape<"CredentialsPreview">;
/** What is kept of that, and why. */
export type Keep = NonNullable<Shape<"AdministratorPatch">["keep"]>;

/** Whose administrators and tokens a view shows: the vendor's, those of one partner, or those of one customer. */
export interface Home {
  readonly level: Level;
  readonly partnerId?: string;
  readonly organizationId?: string;
}

/** The person's own level. */
export function homeOf({ role, partnerId, organizationId }: Me): Home {
  return {
    level: levelOf(role),
    ...(partnerId !== undefined && { partnerId }),
    ...(organizationId !== undefined && { organizationId }),
  };
}

/** The roles that can be given there, the widest first. */
export function rolesAt({ level }: Home): readonly Role[] {
  return ROLES.filter((role) => levelOf(role) === level);
}

/** The administrators there whose name or address contains `q`, by name. */
export function peopleQuery(home: Home, q: string) {
  return infiniteQueryOptions({
    queryKey: ["list", "people", home, q],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...home, max: 100, q: q || undefined, after: pageParam };
      return needAnswer(api.GET("/v1/administrators", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
    placeholderData: keepPreviousData,
  });
}

/** One administrator, with the ETag for a save. */
export function personQuery(id: string) {
  return queryOptions({
    queryKey: ["list", "person", id],
    queryFn: ({ signal }) =>
      needAnswer(api.GET("/v1/administrators/{id}", { params: { path: { id } }, signal })),
  });
}

/** Who let an administrator in, or null if the audit does not say. */
export function letInByQuery(id: string) {
  return queryOptions({
    queryKey: ["list", "person", id, "let-in"],
    queryFn: async ({ signal }) => {
      const query = { subjectId: id, action: "create_administrator", max: 1 };
      const { items } = await need(api.GET("/v1/adminAudit/events", { params: { query }, signal }));
      return items[0]?.actor ?? null;
    },
  });
}

/** What a change of an administrator, or the removal, ends; the server changes nothing. */
export function previewPerson(id: string, body: PersonPatch | { readonly removed: true }) {
  return need(api.POST("/v1/administrators/{id}/preview", { params: { path: { id } }, body }));
}

/** Enters an administrator; what the person signs in with first is in the answer, and is never shown again. */
export async function invitePerson(body: Shape<"AdministratorBody">) {
  const made = await need(api.POST("/v1/administrators", { body }));
  refreshPerson(made);
  return made;
}

/** Changes an administrator if nobody did since the answer with this `etag`; otherwise the server refuses (412). */
export async function changePerson(
  person: Person,
  body: PersonPatch & { readonly keep?: Keep },
  etag: string | null,
) {
  const sent = { params: { path: { id: person.id } }, body, ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.PATCH("/v1/administrators/{id}", sent));
  refreshPerson(saved.body);
  return saved;
}

export async function removePerson(person: Person, keep: Keep | undefined): Promise<void> {
  const params = { path: { id: person.id }, query: toKeepQuery(keep) };
  await need(api.DELETE("/v1/administrators/{id}", { params }));
  refreshPerson(person);
}

/** Makes a link with which somebody sets a new password; it is never shown again. */
export async function makeRecoveryLink(person: Person) {
  const path = { path: { id: person.id } };
  const made = await need(api.POST("/v1/administrators/{id}/recovery-link", { params: path }));
  refreshPerson(person);
  return made;
}

/** Removes the second factors and recovery codes of somebody who lost them; all sessions end. */
export async function removeFactorsOf(person: Person): Promise<void> {
  const path = { path: { id: person.id } };
  await need(api.DELETE("/v1/administrators/{id}/second-factors", { params: path }));
  refreshPerson(person);
}

/** The same in the query of a call without a body. */
export function toKeepQuery(keep: Keep | undefined) {
  return keep ? { keep: keep.ids?.join(",") ?? "all", keepReason: keep.reason } : {};
}

function refreshPerson({ id, partnerId, organizationId }: Person): void {
  refreshAfter({
    subject: { kind: "administrator", id },
    ...(partnerId !== undefined && { partnerId }),
    ...(organizationId !== undefined && { organizationId }),
  });
}
