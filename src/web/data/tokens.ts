import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";
import { type Home, type Keep, toKeepQuery } from "./people.ts";
import { refreshAfter } from "./refresh.ts";

/** An access token: what a program calls the API with. */
export type Token = Shape<"TokenAnswer">;

/** The tokens of one level, partner or customer, the oldest first. */
export function tokensQuery(home: Home) {
  return infiniteQueryOptions({
    queryKey: ["list", "tokens", home],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...home, max: 100, after: pageParam };
      return needAnswer(api.GET("/v1/tokens", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
  });
}

/** Makes a token; its secret is in the answer, and is never shown again. */
export async function createToken(body: Shape<"TokenBody">) {
  const made = await need(api.POST("/v1/tokens", { body }));
  refreshAfter({ subject: { kind: "token", id: made.id } });
  return made;
}

/** What the removal of a token ends; the server changes nothing. */
export function previewTokenRemoval(id: string) {
  return need(api.GET("/v1/tokens/{id}/removal/preview", { params: { path: { id } } }));
}

export async function removeToken(id: string, keep: Keep | undefined): Promise<void> {
  await need(api.DELETE("/v1/tokens/{id}", { params: { path: { id }, query: toKeepQuery(keep) } }));
  refreshAfter({ subject: { kind: "token", id } });
}

/** Makes the person the sponsor of a token: from then on it has the rights that the person leaves it. */
export async function keepToken(id: string, reason: string): Promise<void> {
  await need(api.POST("/v1/tokens/{id}/keep", { params: { path: { id } }, body: { reason } }));
  refreshAfter({ subject: { kind: "token", id } });
}
