import { executionAsyncResource } from "node:async_hooks";

const kept: object[] = [];

/**
 * Keeps `process.nextTick` fast, which every answer over HTTP calls seven times. Call it once at startup.
 *
 * It keeps one of the objects in which Node.js queues ticks. When a full garbage collection finds none of them alive, V8
 * drops their shape, and Node 20 never again creates them in compiled code: each then costs five times as much.
 */
export function keepTickObject(): void {
  process.nextTick(() => kept.push(executionAsyncResource()));
}
