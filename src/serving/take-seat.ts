import { hearParent, tellParent } from "./worker-messages.ts";
import type { ProcessMetrics, Seat } from "./worker-metrics.ts";

/** How long the metrics of the others are waited for. */
const WAIT_MS = 3_000;

/** Passes metrics between this process and the others, by way of the one that started them. */
export function takeSeat(number: number): Seat {
  let asked = 0;
  const waiting = new Map<number, (metrics: readonly ProcessMetrics[]) => void>();
  hearParent((message) => message.kind === "metrics" && waiting.get(message.question)?.(message.metrics));
  return {
    number,
    offer: (read) =>
      hearParent(async (message) => {
        if (message.kind !== "want_metrics") return;
        const { question } = message;
        tellParent({ kind: "metrics", question, metrics: await read() });
      }),
    askOthers: async () => {
      const question = ++asked;
      tellParent({ kind: "want_metrics", question });
      const metrics = await new Promise<readonly ProcessMetrics[]>((resolve) => {
        waiting.set(question, resolve);
        setTimeout(resolve, WAIT_MS, []).unref();
      });
      waiting.delete(question);
      return metrics;
    },
  };
}
