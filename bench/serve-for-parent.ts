import { keepTickObject } from "../src/serving/fast-next-tick.ts";

/** The ports of a server of the benchmarks; TLS only if it was given a certificate. */
export interface Ports {
  readonly port: number;
  readonly tlsPort: number | null;
}

interface Serving {
  readonly ports: Ports;
  close(): Promise<void>;
}

/** Serves for the parent process, and ends with it. As fast as `sluice`. */
export function serveForParent<Order>(serve: (order: Order) => Promise<Serving>): void {
  keepTickObject();
  process.once("message", async (order) => {
    const { ports, close } = await serve(order as Order);
    process.once("disconnect", () => close().finally(() => process.exit()));
    process.send?.(ports);
  });
}
