/**
 * A request of an installation as any HTTP runtime gives it; `node:http`'s own requests are of this shape. The names of
 * headers are in lower case. `url` is the path with its query, as it was asked, without the path of the public address.
 */
export interface UpdateRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: RequestHeaders;
}

/** Headers of a request by name, in lower case. */
export interface RequestHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
  readonly host?: string | undefined;
  readonly "if-none-match"?: string | undefined;
  readonly range?: string | undefined;
}

/** An answer that is ready to be sent. */
export interface ReadyReply {
  readonly status: number;
  /** Names and values in turn, as `node:http` sends them. */
  readonly headers: readonly string[];
  /** The bytes, each as a character (latin1): `node:http` sends a text together with the headers. */
  readonly body: string;
}

/** Answers a request from memory at once, or gives null, with nothing done: the full way has to answer it. */
export type FastAnswerer = (request: UpdateRequest) => ReadyReply | null;
