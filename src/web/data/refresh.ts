import { queryClient } from "./query-client.ts";

/** A change in the server's stream of events. */
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

/** Refetches the queries that a change may have outdated: those about its subject, and all lists. */
export function refreshAfter(change: Change): void {
  whenSaved(() => refreshNow(change));
}

/** Refetches everything that is shown. */
export function refreshAll(): void {
  whenSaved(() => void queryClient.invalidateQueries());
}

/**
 * Waits until nothing is being saved. A query in between would meet a change that the page does not know to be its own,
 * such as a user that it has just removed. By then the save has closed its dialogs.
 */
function whenSaved(refresh: () => void): void {
  if (queryClient.isMutating() === 0) {
    refresh();
    return;
  }
  const stop = queryClient.getMutationCache().subscribe(() => {
    if (queryClient.isMutating() > 0) return;
    stop();
    window.setTimeout(refresh);
  });
}

function refreshNow({ subject, partnerId, organizationId }: Change): void {
  const stale = (head: QueryKeyHead, id?: string) =>
    void queryClient.invalidateQueries({ queryKey: id === undefined ? [head] : [head, id] });
  stale("list");
  // The top bar shows the name of the person's partner or organization.
  if (/^(organization|partner|administrator)$/.test(subject.kind)) stale("me");
  if (/release|build|calendar/.test(subject.kind)) {
    void queryClient.invalidateQueries();
    return;
  }
  if (organizationId !== undefined) {
    stale("organization", organizationId);
    stale("user");
    return;
  }
  // What a partner sets affects its organizations.
  if (partnerId !== undefined) stale("partner", partnerId);
  stale("organization");
  stale("user");
}
