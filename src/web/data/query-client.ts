import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { hasStatus, toRefusal } from "./refused.ts";
import { leave } from "./sign-out-redirect.ts";

/** What the server said and how long that holds: until an event says otherwise, or for a minute where none may come. */
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

/** Whether trying again may help: no answer, or one of a server that cannot answer now. */
function isPassing(status: number): boolean {
  return status === 0 || status >= 500;
}

/** A session can end while the page is open. A wrong password is no such end: nobody is in then. */
function leaveIfSignedOut(error: unknown): void {
  if (hasStatus(error, 401)) leave();
}

/** What the cache holds, however old, or else what the server answers. A component that shows it refreshes what is old. */
export const FROM_CACHE = { staleTime: "static" } as const;
