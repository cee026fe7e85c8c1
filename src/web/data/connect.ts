import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Options } from "../../client/operation.ts";
import type { Shape } from "../../client/shape.ts";
import { BASE_PATH } from "../paths.ts";
import { api, need } from "./api.ts";

export type Connection = Shape<"ConnectionList">["items"][number];
export type ConnectQuestion = NonNullable<
  NonNullable<Options<"GET", "/v1/organizations/{id}/connections">["params"]>["query"]
>;

/** How an app is connected: a protocol for each framework that makes apps for the platform. */
export function connectionsQuery(id: string, query: ConnectQuestion) {
  return queryOptions({
    queryKey: ["organization", id, "connections", query],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query };
      return need(api.GET("/v1/organizations/{id}/connections", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** What a feed told: its status, the type and the text of its body. */
export interface FeedAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** The most characters of a feed's answer that are shown. */
const MOST_CHARACTERS = 4_000;

/** Asks a feed as the updater of an app asks it first, without a session. */
export function feedQuery(organizationId: string, { method, path, body }: Connection["request"]) {
  return queryOptions({
    queryKey: ["organization", organizationId, "feed", path, body ?? null],
    queryFn: async ({ signal }): Promise<FeedAnswer> => {
      const sent = body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) };
      const answer = await fetch(BASE_PATH + path, { method, ...sent, signal, credentials: "omit" });
      const text = (await answer.text()).slice(0, MOST_CHARACTERS);
      return { status: answer.status, type: answer.headers.get("content-type") ?? "", text };
    },
    staleTime: 0,
  });
}

const JSON_TYPE = { "content-type": "application/json" };
