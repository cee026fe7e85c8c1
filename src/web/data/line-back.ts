import { api } from "./api.ts";

/** How often the server is asked whether it answers again, in milliseconds. */
const ASK_MS = 3_000;

const listeners = new Set<() => void>();
/** Those that got no answer at all, so that any answer is news for them. */
const waiting = new Set<() => void>();
let asking: number | undefined;

/** Says that the server can be reached again: its stream of changes opened, or the browser is online. */
export function announceLineBack(): void {
  for (const listener of [...listeners]) listener();
}

/** Calls the listener when the server can be reached again. */
export function onLineBack(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("online", announceLineBack);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("online", announceLineBack);
  };
}

/** Asks the server every few seconds, once for all that wait; before a sign-in there is no stream of changes. */
export function whenServerAnswers(then: () => void): () => void {
  waiting.add(then);
  asking ??= window.setInterval(ask, ASK_MS);
  return () => {
    waiting.delete(then);
    if (waiting.size > 0) return;
    window.clearInterval(asking);
    asking = undefined;
  };
}

async function ask(): Promise<void> {
  const { ok } = await api.GET("/v1/configuration");
  if (ok) for (const then of [...waiting]) then();
}
