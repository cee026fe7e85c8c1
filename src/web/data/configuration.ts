import { queryOptions } from "@tanstack/react-query";
import { api, need } from "./api.ts";

/** What the product and its vendor are called, and how one may sign in; it needs no session. */
export const configurationQuery = queryOptions({
  queryKey: ["configuration"],
  queryFn: ({ signal }) => need(api.GET("/v1/configuration", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whether there is a session, asked anew each time. */
export async function isSignedIn(): Promise<boolean> {
  return (await need(api.GET("/v1/configuration"))).signedIn;
}
