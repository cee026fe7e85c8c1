import type { Result } from "../result.ts";
import type { Answer } from "./answer.ts";
import type { BodyOf, ItemOf, ListPath, Method, OptionsArgument, PathOf } from "./operation.ts";
import { readAll, readPages } from "./pages.ts";
import type { CallRefusal } from "./refusal.ts";
import { type ClientOptions, openSend, type RequestParts } from "./send.ts";

/** One call by its path: refusals, also of the network, are data. */
type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...options: OptionsArgument<M, P>
) => Promise<Result<Answer<BodyOf<M, P>>, CallRefusal>>;

/** Every call of the API, with its path, its query, its body and its answer as the API document has them. */
export interface Client {
  readonly GET: Call<"GET">;
  readonly POST: Call<"POST">;
  readonly PUT: Call<"PUT">;
  readonly PATCH: Call<"PATCH">;
  readonly DELETE: Call<"DELETE">;
  /** A list page by page, as its links say. A refusal is the last that comes. */
  readonly pages: <P extends ListPath>(
    path: P,
    ...options: OptionsArgument<"GET", P>
  ) => AsyncGenerator<Result<Answer<BodyOf<"GET", P>>, CallRefusal>>;
  /** A whole list, in pages of 1000 unless `max` says otherwise. */
  readonly listAll: <P extends ListPath>(
    path: P,
    ...options: OptionsArgument<"GET", P>
  ) => Promise<Result<readonly ItemOf<P>[], CallRefusal>>;
}

/** Speaks to one server as one caller, in browsers and in Node. Safe calls are sent again as `withRetries` says. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl } = options;
  const send = openSend(options);
  const by = (method: Method) => (path: string, sent?: RequestParts) => send(method, path, sent);
  const client = {
    GET: by("GET"),
    POST: by("POST"),
    PUT: by("PUT"),
    PATCH: by("PATCH"),
    DELETE: by("DELETE"),
    pages: (path: string, sent?: RequestParts) => readPages(send, baseUrl, path, sent),
    listAll: (path: string, sent?: RequestParts) => readAll(send, baseUrl, path, sent),
  };
  // The API document says more of each call than can be seen here.
  return client as unknown as Client;
}
