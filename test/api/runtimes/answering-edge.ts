// RUNTIME answering-edge.ts ORDER: an edge of a server with a stopped clock, by the server of Bun or Deno, until it is ended.
// Its line of output is the port.
import { readEdgeConfig } from "../../../src/edge/edge-config.ts";
import { startEdge } from "../../../src/edge/start-edge.ts";

interface Order {
  readonly origin: string;
  readonly now: string;
  readonly edgeKey: string;
  readonly publicUrl: string;
}

// The time to ask again is drawn by lot, and has to be the same everywhere here.
Math.random = () => 0.5;

const { origin, now, edgeKey, publicUrl }: Order = JSON.parse(process.argv[2] ?? "");
const config = readEdgeConfig({
  SLUICE_CONFIG: "",
  SLUICE_ORIGIN_URL: origin,
  SLUICE_EDGE_KEY: edgeKey,
  EDGE_PORT: "0",
  PUBLIC_URL: publicUrl,
  LOG_LEVEL: "warn",
});
if (!config.ok) throw new Error(config.error.message);
const edge = await startEdge(config.value, { now: () => Date.parse(now) });
if (!edge.ok) throw new Error(edge.error.message);
await edge.value.begun;
console.log(new URL(edge.value.url).port);
