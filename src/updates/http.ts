import type { SaidText } from "../feeds/feed.ts";

/**
 * A request of an installation as any HTTP runtime gives it; `node:http`'s own requests are of this shape. The names of
 * headers are in lower case. `url` is the path with its query, as it was asked, without the path of the public address.
 */
export interface UpdateRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: RequestHeaders;
  /** The names and values of the headers in turn, as they came, where the runtime has them ready. */
  readonly rawHeaders?: HeaderList;
}

/**
 * The names in lower case of the headers that are read whatever a request asks. Some runtimes are asked for these alone,
 * so a header that is missing here cannot be read.
 */
export const HEADERS_READ = [
  "host",
  "if-none-match",
  "if-range",
  "range",
  "sluice-installation",
  "trackingid",
] as const;

/** The name of such a header. */
export type HeaderRead = (typeof HEADERS_READ)[number];

/** Headers of a request by name, in lower case; those that a feed declares are looked up by `declaredHeaders`. */
export type RequestHeaders = {
  readonly [Name in HeaderRead]?: Name extends RepeatableHeader ? SaidText : string | undefined;
};

/** The headers that a request may have more than once. */
type RepeatableHeader = "sluice-installation" | "trackingid";

/** The same headers, to read those that a feed declares (`headersReadBy`). */
export function declaredHeaders(headers: RequestHeaders): Readonly<Record<string, SaidText>> {
  return headers as Readonly<Record<string, SaidText>>;
}

/** Names and values of headers in turn, as `node:http` sends them; names are in lower case. */
export type HeaderList = readonly string[];

/** An answer that is ready to be sent. To a HEAD it is the answer to the GET, of which the body is not sent. */
export interface ReadyReply {
  readonly status: number;
  readonly headers: HeaderList;
  /** The bytes, each as a character (latin1): `node:http` sends a text together with the headers. */
  readonly body: string;
}

/** Answers a request from memory at once, or gives null, with nothing done: the full way has to answer it. */
export type FastAnswerer = (request: UpdateRequest) => ReadyReply | null;

/** Reads the body of a request: its bytes, or null if there are more than `mostBytes` or the client does not send all of them. */
export type BodyReader = (mostBytes: number) => Promise<Uint8Array | null>;

/**
 * Answers any request of an installation: at once where the answer lies ready, else as soon as it is made. Gives null, with
 * nothing done, where the path is none of installations. Rejects only for a bug, or where what signs cannot be read.
 */
export type Answerer = (
  request: UpdateRequest,
  readBody: BodyReader,
) => ReadyReply | Promise<ReadyReply> | null;
