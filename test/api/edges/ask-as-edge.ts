import { IMAGE_FORMAT } from "../../../src/fleet/world-image.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import { BATCH_TYPE, EDGE_HEADERS, EDGE_PATHS, EDGE_PROTOCOL } from "../../../src/updates/edge-protocol.ts";
import type { TestServer } from "../../support/running-server.ts";

export const EDGE_KEY = "the-edge-key-of-tests-which-is-long-enough";

/** What a test gives in place of what an edge sends. */
interface Said {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** One call as an edge makes it. */
export function askAsEdge(server: TestServer, path: string, said: Said = {}): Promise<Response> {
  const { key = EDGE_KEY, headers, method = "GET", body, signal } = said;
  return fetch(server.url + path, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      [EDGE_HEADERS.protocol]: EDGE_PROTOCOL,
      [EDGE_HEADERS.edge]: "edge-of-tests",
      ...(body !== undefined && { "content-type": BATCH_TYPE }),
      ...headers,
    },
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
}

export const CHECKPOINT = `${EDGE_PATHS.checkpoint}?format=${IMAGE_FORMAT}`;

/** The path of the entries after a position. */
export function entriesPath({ sequence, hash }: LedgerPosition, max = 2_000, wait = 0): string {
  return `${EDGE_PATHS.entries}?after=${sequence}&hash=${hash}&max=${max}&wait=${wait}`;
}

/** The JSON lines of an answer. */
export async function linesOf(response: Response): Promise<readonly unknown[]> {
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}

/** The code of a refusal, with its status. */
export async function refusalOf(response: Response): Promise<readonly [number, string]> {
  const { errors } = (await response.json()) as { readonly errors: readonly { readonly code: string }[] };
  return [response.status, errors[0]?.code ?? ""];
}
