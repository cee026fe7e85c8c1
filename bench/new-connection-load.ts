import { connect, type Socket } from "node:net";
import { connect as connectSecurely, createSecureContext, type TLSSocket } from "node:tls";
import { onAnswer, toRequests } from "./connection.ts";
import type { Load } from "./load-shape.ts";

/** Opens a connection for one request. */
type Open = () => Socket;

/** Sends each request on a new connection, which the server ends; returns the number of answers. */
export async function askOnNewConnections(load: Load, kind: "fresh" | "tls" | "resumed"): Promise<number> {
  const requests = toRequests(load.port, load.paths, () => "Connection: close\r\n");
  const lines = Array.from({ length: load.connections }, () => opener(load.port, kind));
  // A session can be resumed only after a first connection.
  if (kind === "resumed") await Promise.all(lines.map((open) => askOnce(open, requests[0]!)));
  const endAt = performance.now() + load.milliseconds;
  let next = 0;
  let answers = 0;
  const askUntilEnd = async (open: Open) => {
    while (performance.now() < endAt) {
      await askOnce(open, requests[next++ % requests.length]!);
      answers++;
    }
  };
  await Promise.all(lines.map(askUntilEnd));
  return answers;
}

function askOnce(open: Open, request: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = open();
    onAnswer(socket, () => {
      socket.removeAllListeners("close");
      resolve();
    });
    socket.write(request);
  });
}

function opener(port: number, kind: "fresh" | "tls" | "resumed"): Open {
  const where = { port, host: "127.0.0.1", noDelay: true };
  if (kind === "fresh") return () => connect(where);
  const secureContext = createSecureContext({ minVersion: "TLSv1.3" });
  let session: Buffer | undefined;
  return () => {
    const resumed = kind === "resumed" && session !== undefined;
    // The certificate is the benchmark's own; to check it costs the client, not the server.
    const socket = connectSecurely({
      ...where,
      secureContext,
      rejectUnauthorized: false,
      ...(resumed && { session }),
    });
    socket.once("secureConnect", () => expectResumed(socket, resumed));
    socket.on("session", (given) => {
      session = given;
    });
    return socket;
  };
}

function expectResumed(socket: TLSSocket, wanted: boolean): void {
  if (socket.isSessionReused() !== wanted) throw new Error(`a session was ${wanted ? "not " : ""}resumed`);
}
