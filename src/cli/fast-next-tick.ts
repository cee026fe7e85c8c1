import { executionAsyncResource } from "node:async_hooks";

const kept: object[] = [];

/**
 * Keeps one of the objects in which Node.js queues what is given to `process.nextTick`, as every answer over HTTP does seven
 * times. When a full collection of garbage finds none of them alive, V8 forgets their shape, which Node 20 then no longer makes
 * by compiled code: each costs five times as much for as long as the process lives. For the beginning of a process: once
 * forgotten it stays so.
 */
export function keepTickObject(): void {
  process.nextTick(() => kept.push(executionAsyncResource()));
}
