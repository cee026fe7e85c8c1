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

/** Headers of a request by name, in lower case. */
export interface RequestHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
  readonly host?: string | undefined;
  readonly "if-none-match"?: string | undefined;
  readonly range?: string | undefined;
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
