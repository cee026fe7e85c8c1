// RUNTIME faulty-edge.ts: an edge whose answerer has faults, by the server of the runtime, until it is ended. Its line of
// output is the port.
import { listenByRuntime } from "../../../src/edge/listen-by-runtime.ts";
import { guardFor } from "../../../src/edge/start-edge.ts";
import { Connections } from "../../../src/serving/connections.ts";
import { LIMITS } from "../../../src/serving/limits.ts";
import { makeFaultyAnswerer } from "../../edge/faulty-answerer.ts";

const answerer = makeFaultyAnswerer();
const quiet = () => undefined;
const guard = guardFor(answerer, { info: quiet, warn: quiet, error: quiet });
const parts = { answerer, guard, limits: LIMITS, connections: new Connections(LIMITS) };
const names = { host: "EDGE_HOST", port: "EDGE_PORT" };
const listening = await listenByRuntime()(parts, { host: "127.0.0.1", port: 0, names });
if (!listening.ok) throw new Error(listening.error.message);
console.log(new URL(listening.value.url).port);
