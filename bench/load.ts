import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** What a load is told: where to, which paths in turn, over how many connections, for how long. */
export interface Load {
  readonly port: number;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
}

/** What it measured: answers a second and the mean size of an answer's body, in bytes. */
export interface Measured {
  readonly perSecond: number;
  readonly meanBytes: number;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/** Keeps one request under way on each connection, over bare sockets, so that the server is what is measured. */
async function load({ port, paths, connections, milliseconds }: Load): Promise<Measured> {
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
  );
  const endAt = performance.now() + milliseconds;
  const startedAt = performance.now();
  const counts = await Promise.all(
    Array.from({ length: connections }, (_, index) => askOn(port, requests, index, endAt)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const answers = counts.reduce((sum, one) => sum + one.answers, 0);
  const bytes = counts.reduce((sum, one) => sum + one.bytes, 0);
  return { perSecond: answers / seconds, meanBytes: Math.round(bytes / answers) };
}

interface Count {
  answers: number;
  bytes: number;
}

function askOn(port: number, requests: readonly Buffer[], first: number, endAt: number): Promise<Count> {
  return new Promise((resolve, reject) => {
    const count: Count = { answers: 0, bytes: 0 };
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let next = first;
    let arrived = Buffer.alloc(0);
    const ask = () => socket.write(requests[next++ % requests.length]!);
    socket.once("connect", ask);
    socket.once("error", reject);
    socket.on("data", (chunk) => {
      arrived = arrived.length === 0 ? chunk : Buffer.concat([arrived, chunk]);
      const length = wholeAnswer(arrived);
      if (length === null) return;
      arrived = Buffer.alloc(0);
      count.answers++;
      count.bytes += length;
      if (performance.now() < endAt) return ask();
      socket.destroy();
      resolve(count);
    });
  });
}

/** The size of the body if the whole answer has arrived; null: not yet. Anything but a 200 is an error. */
function wholeAnswer(arrived: Buffer): number | null {
  const end = arrived.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = arrived.toString("latin1", 0, end);
  if (!head.startsWith("HTTP/1.1 200 ")) throw new Error(`answered ${head.split("\r\n")[0]}`);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  return arrived.length >= end + HEAD_END.length + length ? length : null;
}

parentPort?.postMessage(await load(workerData as Load));
