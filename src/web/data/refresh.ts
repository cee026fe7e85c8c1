import { queryClient } from "./query-client.ts";

/** A change as the server's stream of events tells it. */
interface Change {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly partnerId?: string;
  readonly organizationId?: string;
}

/**
 * The keys of queries begin with what they are about: `["partner", id, …]`, `["organization", id, …]`, `["user", id, …]`,
 * `["catalog", …]`, `["me"]`, and `["list", …]` for what is about many.
 */
export type QueryKeyHead = "partner" | "organization" | "user" | "catalog" | "me" | "list" | "configuration";

/** Asks again for what a change may have made untrue: what is about its subject, and what is about many. */
export function refreshAfter({ subject, partnerId, organizationId }: Change): void {
  const stale = (head: QueryKeyHead, id?: string) =>
    void queryClient.invalidateQueries({ queryKey: id === undefined ? [head] : [head, id] });
  stale("list");
  // The top bar says the name of the person's partner or organization.
  if (/^(organization|partner|administrator)$/.test(subject.kind)) stale("me");
  if (/release|build|calendar/.test(subject.kind)) {
    refreshAll();
    return;
  }
  if (organizationId !== undefined) {
    stale("organization", organizationId);
    stale("user");
    return;
  }
  // What a partner sets reaches its organizations.
  if (partnerId !== undefined) stale("partner", partnerId);
  stale("organization");
  stale("user");
}

/** Asks again for everything that is shown. */
export function refreshAll(): void {
  void queryClient.invalidateQueries();
}
