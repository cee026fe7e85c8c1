import type { paths } from "./schema.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The paths of the API that have a method, such as `/v1/organizations/{id}`. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in Lowercase<M>]: object } ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][Lowercase<M> & keyof paths[P]];

/** An optional field may also be undefined; neither is sent. */
type OptionalFields<Fields> = {
  readonly [F in keyof Fields]: Record<never, never> extends Pick<Fields, F>
    ? Fields[F] | undefined
    : Fields[F];
};

type BodyOption<O> = O extends { requestBody: { content: { "application/json": infer Body } } }
  ? { readonly body: OptionalFields<Body> }
  : { readonly body?: never };

/** Path and query; what goes into headers are the extras. */
type Parameters<O> = O extends { parameters: infer All extends { path?: unknown; query?: unknown } }
  ? { readonly [Place in keyof Pick<All, "path" | "query">]: OptionalFields<All[Place]> }
  : never;

type ParamsOption<O> =
  Record<never, never> extends Parameters<O>
    ? { readonly params?: Parameters<O> }
    : { readonly params: Parameters<O> };

/** What may go with every call. */
export interface CallOptions {
  /** The ETag of what was read: the call is refused with status 412 if it has changed since. */
  readonly ifMatch?: string;
  /** Of a POST: the same call with the same key is done once. Made by `newIdempotencyKey`. */
  readonly idempotencyKey?: string;
  /** An id of one's own to find the call by; a refusal brings it back. */
  readonly trackingId?: string;
  readonly signal?: AbortSignal;
}

/** What a call takes: `params` with its path and query, the JSON `body`, and the extras. */
export type Options<M extends Method, P extends PathOf<M>> = ParamsOption<Operation<M, P>> &
  BodyOption<Operation<M, P>> &
  CallOptions;

/** The options of a call as an argument, which may be left out where the call needs none. */
export type OptionsArgument<M extends Method, P extends PathOf<M>> =
  Record<never, never> extends Options<M, P> ? [options?: Options<M, P>] : [options: Options<M, P>];

type JsonOf<Response> = Response extends { content: { "application/json": infer Body } } ? Body : undefined;

/** The JSON of an accepted answer, or undefined if it has none. */
export type BodyOf<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer Responses }
    ? {
        [Status in keyof Responses & (200 | 201 | 202 | 204)]: JsonOf<Responses[Status]>;
      }[keyof Responses & (200 | 201 | 202 | 204)]
    : never;

/** The paths of lists, which come in pages. */
export type ListPath = {
  [P in PathOf<"GET">]: BodyOf<"GET", P> extends { items: readonly unknown[] } ? P : never;
}[PathOf<"GET">];

/** One entry of a list. */
export type ItemOf<P extends ListPath> =
  BodyOf<"GET", P> extends { items: readonly (infer Item)[] } ? Item : never;
