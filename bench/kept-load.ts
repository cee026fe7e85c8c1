import { Connection, toRequests } from "./connection.ts";
import type { Load } from "./load-shape.ts";

/** Keeps one request under way on each connection; returns the number of answers. */
export async function askOn({ port, paths, connections, milliseconds }: Load): Promise<number> {
  const requests = toRequests(port, paths);
  const endAt = performance.now() + milliseconds;
  let next = 0;
  let answers = 0;
  const lines = Array.from({ length: connections }, () => new Connection(port));
  const askUntilEnd = (line: Connection) =>
    new Promise<void>((resolve) => {
      const ask = () => line.ask(requests[next++ % requests.length]!, take);
      const take = () => {
        answers++;
        if (performance.now() < endAt) ask();
        else resolve();
      };
      ask();
    });
  await Promise.all(lines.map(askUntilEnd));
  for (const line of lines) line.close();
  return answers;
}

/**
 * Sends requests at planned instants, at a fixed rate, whether answers come or not; a request without a free connection
 * waits for one. Returns how long each took from its planned instant, in milliseconds. It polls the clock, because a
 * timer would be late by more than an answer takes.
 */
export function askAtPace(load: Load, perSecond: number): Promise<Float64Array> {
  const { port, paths, connections, milliseconds, isNamed = false } = load;
  const requests = toRequests(port, paths, isNamed ? namedHeader : undefined);
  const total = Math.floor((perSecond * milliseconds) / 1000);
  const latencies = new Float64Array(total);
  const lines = Array.from({ length: connections }, () => new Connection(port));
  const free = [...lines];
  const begin = performance.now();
  const plannedAt = (number: number) => begin + (1000 * number) / perSecond;
  let sent = 0;
  let answers = 0;
  const sendDue = () => {
    while (sent < total && free.length > 0 && performance.now() >= plannedAt(sent)) {
      const line = free.pop()!;
      const number = sent++;
      line.ask(requests[number % requests.length]!, () => {
        latencies[answers++] = performance.now() - plannedAt(number);
        free.push(line);
      });
    }
  };
  return new Promise((resolve) => {
    const look = () => {
      sendDue();
      if (answers < total) return setImmediate(look);
      for (const line of lines) line.close();
      resolve(latencies);
    };
    look();
  });
}

function namedHeader(number: number): string {
  return `Sluice-Installation: desktop-${number}\r\n`;
}
