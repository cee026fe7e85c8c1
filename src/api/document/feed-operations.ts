import { z } from "zod";
import { CheckQuery } from "../../contract/verdict.ts";
import type { Feed } from "../../feeds/feed.ts";
import { type FeedRoute, fieldsOf } from "../../feeds/feed-route.ts";
import { FEEDS } from "../../feeds/feeds.ts";
import type { CallDescription } from "../endpoint.ts";

/** The header in which an app may name its installation, for the document. */
export const NAMING_HEADER = {
  "Sluice-Installation":
    "The id of the installation, where the address names none; caches can leave it out of their keys",
};

/** The routes of every protocol of updaters, by their names in the API document. */
export function feedOperations(): Readonly<Record<string, CallDescription>> {
  const described = FEEDS.flatMap((feed) => feed.routes.map((route) => describe(feed, route)));
  return Object.fromEntries(described);
}

function describe({ name }: Feed, route: FeedRoute): [string, CallDescription] {
  const { method, files, summary, contentTypes, otherStatuses = [] } = route;
  const file = files.length > 0 ? { file: z.string().meta({ examples: [...files] }) } : {};
  const read = Object.fromEntries(
    fieldsOf(route).map((field) => [field, CheckQuery.shape[field].optional()]),
  );
  return [
    route.operationId,
    {
      method,
      path: `/feeds/${name}/:organization${files.length > 0 ? "/:file" : ""}`,
      summary,
      params: z.object({ organization: z.string(), ...file }),
      query: z.object(read),
      ...(route.alsoReads.includes("installation") && { optionalHeaders: NAMING_HEADER }),
      answerTypes: contentTypes,
      otherStatuses: method === "GET" ? [...otherStatuses, 304] : otherStatuses,
    },
  ];
}
