import { type BunRuntime, listenByBun } from "./bun-server.ts";
import { type DenoRuntime, listenByDeno } from "./deno-server.ts";
import type { EdgeListener } from "./edge-server.ts";
import { listenByNode } from "./node-server.ts";

/** What tells which runtime a program runs on. */
interface Runtimes {
  readonly Bun?: BunRuntime;
  readonly Deno?: DenoRuntime;
}

/** Listens with the own server of Bun or Deno where the program runs on one of them, else with `node:http`. */
export function listenByRuntime({ Bun, Deno } = globalThis as Runtimes): EdgeListener {
  if (Bun) return listenByBun(Bun);
  return Deno ? listenByDeno(Deno) : listenByNode;
}
