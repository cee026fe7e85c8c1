import { buildPath } from "../../src/catalog/build.ts";
import type { Calendar } from "../../src/catalog/calendar.ts";
import { formatVersion, parseVersion } from "../../src/catalog/version.ts";
import {
  type Feed,
  type FeedQuestion,
  type FeedRequest,
  type Reply,
  readSelfDescription,
} from "../../src/feeds/feed.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../src/result.ts";

/** What the answer has to repeat. */
interface ToyQuestion extends FeedQuestion {
  readonly ticket: string;
}

/**
 * A protocol that nobody speaks, with everything that the next ones need: pairs in the path, an id in a header, 204 as "no
 * update", a POST with JSON that repeats what was asked, files beside the feed, absolute addresses, a proof that some builds lack.
 */
export const TOY: Feed<ToyQuestion> = {
  name: "toy",
  updaters: "toys",
  address: "/feeds/toy/{organization}/version/{version}/feed.json",
  routes: [
    {
      method: "GET",
      path: "/feeds/toy/:organization/*",
      operationId: "getToyFeed",
      summary: "The same decision for toys",
      parameters: { organization: [], "*": ["version/45.1/feed.json"] },
      query: ["user"],
      contentTypes: ["application/json"],
      otherStatuses: [204, 302],
    },
    {
      method: "POST",
      path: "/feeds/toy/:organization",
      operationId: "askToyFeed",
      summary: "The same decision for toys that ask by JSON",
      parameters: { organization: [] },
      query: [],
      contentTypes: ["application/json"],
    },
  ],
  noUpdate: "status 204",
  proofs: ["sha1"],
  read: (request, calendar) => (request.method === "POST" ? readPost(request) : readGet(request, calendar)),
  write: ({ verdict, question: { ticket }, origin }) => {
    if (verdict.action === "stay") return { status: 204, headers: {}, body: "" };
    const { release, build } = verdict;
    const said = { version: formatVersion(release.version), url: origin + buildPath(build) };
    return json({ ...said, sha1: build.proofs.sha1, ticket });
  },
};

function json(value: object): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}

const TARGET = { platform: "win", arch: "x64", formats: ["exe"] } as const;

function readGet(
  { params, query, headers }: FeedRequest,
  calendar: Calendar,
): Result<ToyQuestion, Refusal | Reply> {
  const rest = (params["*"] ?? "").split("/");
  const file = rest.pop() ?? "";
  const pairs = Object.fromEntries(rest.flatMap((key, at) => (at % 2 === 0 ? [[key, rest[at + 1]]] : [])));
  const beside = calendar.flatMap(({ builds }) => builds).find(({ fileName }) => fileName === file);
  if (beside) return err({ status: 302, headers: { location: buildPath(beside) }, body: "" });
  if (file !== "feed.json") return err(refuse("not_found", "There is no such file."));
  const { arch: _, ...self } = readSelfDescription({ ...query, ...pairs });
  const id = headers["x-toy-id"];
  return ok({
    ...self,
    organization: params.organization ?? "",
    installation: typeof id === "string" ? id : null,
    target: TARGET,
    ticket: "",
  });
}

function readPost({ params, body }: FeedRequest): Result<ToyQuestion, Refusal | Reply> {
  const { version = "", ticket = "" } = body as { readonly version?: string; readonly ticket?: string };
  const running = parseVersion(version);
  if (!running.ok) return err(json({ error: "which version?" }));
  const { arch: _, ...self } = readSelfDescription({});
  const asked = { organization: params.organization ?? "", running: running.value, target: TARGET, ticket };
  return ok({ ...self, ...asked });
}
