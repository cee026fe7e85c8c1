import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { hasStatus, toRefusal } from "./refused.ts";
import { leave } from "./sign-out-redirect.ts";

/** The answers of the server. One counts as fresh until a change invalidates it, for a minute at most. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveIfSignedOut }),
  mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      retry: (failures, error) => failures < 2 && isPassing(toRefusal(error).status),
    },
  },
});

/** Whether a retry may help: there was no answer, or the server could not answer just then. */
function isPassing(status: number): boolean {
  return status === 0 || status >= 500;
}

/** Goes to the sign-in if the session ended. A wrong password at the sign-in is a 401 as well, and stays there. */
function leaveIfSignedOut(error: unknown): void {
  if (hasStatus(error, 401)) leave();
}

/** For loaders: takes what the cache has, however old, and asks the server for the rest. Components refetch what is old. */
export const FROM_CACHE = { staleTime: "static" } as const;

/** Waits for a query, whether it succeeds or not: the page runs the same one and shows its failure. */
export function settled(query: Promise<unknown>): Promise<unknown> {
  return query.catch(() => undefined);
}
