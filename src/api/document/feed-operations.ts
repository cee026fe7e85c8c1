import { z } from "zod";
import { CheckQuery } from "../../contract/verdict.ts";
import type { FeedRoute } from "../../feeds/feed.ts";
import { FEEDS } from "../../feeds/feeds.ts";
import type { CallDescription } from "../endpoint.ts";

/** The routes of every protocol of updaters, by their names in the API document. */
export function feedOperations(): Readonly<Record<string, CallDescription>> {
  const routes = FEEDS.flatMap((feed) => feed.routes);
  return Object.fromEntries(routes.map((route) => [route.operationId, describe(route)]));
}

function describe(route: FeedRoute): CallDescription {
  const { method, path, summary, parameters, query, contentTypes, otherStatuses = [] } = route;
  const params = Object.entries(parameters).map(([name, examples]) => [name, toParameter(examples)]);
  const read = Object.fromEntries(query.map((name) => [name, CheckQuery.shape[name].optional()]));
  return {
    method,
    path,
    summary,
    params: z.object(Object.fromEntries(params)),
    query: z.object(read),
    answerTypes: contentTypes,
    otherStatuses: method === "GET" ? [...otherStatuses, 304] : otherStatuses,
  };
}

function toParameter(examples: readonly string[]): z.ZodType {
  return examples.length > 0 ? z.string().meta({ examples: [...examples] }) : z.string();
}
