import { EdgeAnswerer } from "../../src/edge/edge-answerer.ts";
import { type EdgeConfig, readEdgeConfig } from "../../src/edge/edge-config.ts";
import type { ReadyReply, UpdateRequest } from "../../src/updates/http.ts";

/** The paths at which the program has a fault. */
export const FAULTY_PATHS = ["/throws", "/rejects", "/unsendable", "/unsendable-later"];

/** The characters of the answer at `/large`, more than the buffers of a system take. */
const LARGE = 64 * 1024 * 1024;

/** An answerer with a fault of the program at each of these paths, a large answer, and a short one at every other path. */
export class FaultyAnswerer extends EdgeAnswerer {
  override answer({ url = "" }: UpdateRequest): ReadyReply | Promise<ReadyReply> {
    const unsendable = { status: 200, headers: ["x-made-up", "a\nb"], body: "" };
    if (url.startsWith("/throws")) throw new Error("made up");
    if (url === "/rejects") return Promise.reject(new Error("made up"));
    if (url === "/unsendable") return unsendable;
    if (url === "/unsendable-later") return Promise.resolve(unsendable);
    if (url === "/large") return { status: 200, headers: [], body: "a".repeat(LARGE) };
    return { status: 204, headers: [], body: "" };
  }
}

/** Such an answerer, whose edge has never heard of a server. */
export function makeFaultyAnswerer(): FaultyAnswerer {
  return new FaultyAnswerer(lonelyEdge());
}

/** The configuration of an edge whose server is away. */
export function lonelyEdge(environment: Readonly<Record<string, string>> = {}): EdgeConfig {
  const config = readEdgeConfig({
    SLUICE_CONFIG: "/dev/null",
    SLUICE_ORIGIN_URL: "http://127.0.0.1:1",
    SLUICE_EDGE_KEY: "edge-key-of-the-tests-0123456789abcdef",
    ...environment,
  });
  if (!config.ok) throw new Error(config.error.message);
  return config.value;
}
