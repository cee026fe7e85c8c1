import type { Subject } from "../../ledger/subject.ts";
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

/** What a change of each subject outdates beside the lists. */
interface Outdated {
  /** Whether it may change what the top bar shows: the name of the person, and of its partner or organization. */
  readonly me: boolean;
  /** `subtree`: what belongs to the partner or organization of the change. `everything`: every page may show it. */
  readonly reach: "subtree" | "everything";
}

/** A subject that the ledger gains does not compile before it is entered here. */
const OUTDATED: Readonly<Record<Subject, Outdated>> = {
  partner: { me: true, reach: "subtree" },
  partner_settings: { me: false, reach: "subtree" },
  organization: { me: true, reach: "subtree" },
  organization_settings: { me: false, reach: "subtree" },
  user: { me: false, reach: "subtree" },
  user_settings: { me: false, reach: "subtree" },
  release: { me: false, reach: "everything" },
  build: { me: false, reach: "everything" },
  product: { me: false, reach: "everything" },
  token: { me: false, reach: "subtree" },
  administrator: { me: true, reach: "subtree" },
  forecast_link: { me: false, reach: "subtree" },
  schedule_request: { me: false, reach: "subtree" },
  enrolment: { me: false, reach: "subtree" },
};

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
  const { me, reach } = outdatedBy(subject.kind);
  if (me) stale("me");
  if (reach === "everything") {
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

/** A page that is older than its server may not know the subject: then everything is refetched. */
function outdatedBy(subject: string): Outdated {
  return isSubject(subject) ? OUTDATED[subject] : { me: true, reach: "everything" };
}

function isSubject(text: string): text is Subject {
  return Object.hasOwn(OUTDATED, text);
}
