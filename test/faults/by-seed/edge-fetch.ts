import { EDGE_HEADERS } from "../../../src/updates/edge-protocol.ts";
import type { EdgeAnswer } from "./edge-calls.ts";
import { PATIENCE_MS } from "./line.ts";
import type { Stage } from "./stage.ts";

/** The `fetch` of edges: the headers name the edge, the address names the server. */
export function fetchOf(stage: Stage) {
  return async (url: string, { headers, body = "" }: { headers: Record<string, string>; body?: string }) => {
    const { hostname, pathname: path, searchParams: query } = new URL(url);
    const server = stage.servers.find((one) => one.host === hostname);
    const edge = stage.edges.find((one) => one.life.name === headers[EDGE_HEADERS.edge]);
    // An earlier life of an edge, which is dead, and hears nothing more.
    if (!server || !edge) return new Promise(() => {});
    const patienceMs = PATIENCE_MS + 1000 * Number(query.get("wait") ?? 0);
    const call = { path, query, lines: body };
    const answer = await edge.line.ask(edge.life, () => server.answerEdge(call, edge.name), patienceMs);
    return toResponse(url, answer);
  };
}

/** What the program reads of a `Response`. */
function toResponse(url: string, { status, headers, body }: EdgeAnswer) {
  return {
    url,
    status,
    ok: status === 200,
    headers: new Headers(headers),
    text: async () => String(body),
    json: async () => JSON.parse(String(body)),
    body: [typeof body === "string" ? new TextEncoder().encode(body) : body],
    arrayBuffer: async () => body,
  };
}
