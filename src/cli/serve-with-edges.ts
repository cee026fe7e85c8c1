import { readConfig } from "../api/config.ts";
import { ok } from "../result.ts";
import { firstSignal, onSignal } from "../serving/signals.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { edgeKeyFor, edgesOf } from "./serve-edges.ts";
import { startServing } from "./serve-process.ts";
import { edgesText } from "./serve-workers.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Answers with the server in this process, and with so many edges on another port, until a signal ends it. SIGHUP starts the
 * edges anew, one after another; one that dies is started again. Refuses whatever stands in the way of the server or of
 * the first edge.
 */
export async function serveWithEdges(terminal: Terminal, count: number): Promise<Outcome> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  const edgeKey = edgeKeyFor(config.value);
  const signal = firstSignal(["SIGINT", "SIGTERM"]);
  const serving = await startServing({ ...terminal, env: { ...terminal.env, SLUICE_EDGE_KEY: edgeKey } });
  if (!serving.ok) return serving;
  const { running, greet } = serving.value;
  const edges = edgesOf(terminal, count, { config: config.value, url: running.url, edgeKey });
  const begin = edges.begin();
  onSignal("SIGHUP", () => edges.renew());
  const stopped = signal.then(() => ok(null));
  const greeted = await Promise.race([greet(), stopped]);
  const begun = await Promise.race([begin, stopped]);
  if (begun.ok && begun.value) terminal.out(edgesText(count, edges));
  if (greeted.ok && begun.ok) await signal;
  // The edges first: they send what they have noted to the server.
  await edges.end();
  await running.close();
  if (!greeted.ok) return greeted;
  return begun.ok ? ok({ text: "Stopped.", json: null }) : begun;
}
