// RUNTIME answering-process.ts PARTS.json: answers installations from the parts by the server of Bun or Deno, until it is
// ended. Its line of output is the port.
import { readFileSync } from "node:fs";
import { fetchHandlerOf } from "./fetch-on-node.ts";
import { contextOf } from "./sent-parts.ts";

/** The servers of the two runtimes, as far as they are used here. */
interface Runtimes {
  readonly Bun?: { serve(options: object): { readonly port: number } };
  readonly Deno?: { serve(options: object, handler: unknown): { readonly addr: { readonly port: number } } };
}

// The time to ask again is drawn by lot, and has to be the same everywhere here.
Math.random = () => 0.5;

const parts = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const fetch = fetchHandlerOf(contextOf(parts));
const { Bun, Deno } = globalThis as Runtimes;
const address = { hostname: "127.0.0.1", port: 0 };
const port = Bun
  ? Bun.serve({ ...address, fetch }).port
  : Deno?.serve({ ...address, onListen: () => undefined }, fetch).addr.port;
console.log(port);
