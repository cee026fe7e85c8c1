import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";

/** Lets everything that is ready run, up to the next timer; the real one, which no timer of the simulation replaces. */
const realSetImmediate = globalThis.setImmediate;

/** A callback that is due at a time; `everyMs` is null for one that is called once. */
interface Due {
  at: number;
  readonly order: number;
  readonly everyMs: number | null;
  readonly call: () => void;
}

/** The timer that a caller gets, of the shape of Node's. */
interface Handle {
  readonly due: Due;
  ref(): Handle;
  unref(): Handle;
}

/**
 * Time that passes only when it is told to. While it is installed, `setTimeout`, `setInterval`, `setImmediate`, their
 * likes of `node:timers/promises`, `performance.now` and `Date.now` of the whole process go by it, so that the program runs
 * unchanged. What is due at the same time is called in the order in which it was asked for: the same calls give the same
 * run. (The fake timers of Vitest leave `node:timers/promises` alone.)
 */
export class VirtualTime {
  #now = 0;
  #orders = 0;
  readonly #dues = new Set<Due>();
  readonly #dateAt: (now: number) => number;

  /** `dateAt` gives the date at a time, in milliseconds since 1970. */
  constructor(dateAt: (now: number) => number) {
    this.#dateAt = dateAt;
  }

  /** Milliseconds since the beginning. */
  get now(): number {
    return this.#now;
  }

  /** Runs `work` by this time, and puts the real time back. */
  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    const restore = this.#install();
    // Where errors come from costs more than all else here, and is seen when a seed is run alone in a debugger.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return await work();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      restore();
    }
  }

  /** Lets the time pass until then, and calls what is due. */
  async passUntil(end: number): Promise<void> {
    await drain();
    for (;;) {
      const next = this.#next();
      if (!next || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.everyMs === null) this.#dues.delete(next);
      else next.at = this.#now + Math.max(1, next.everyMs);
      next.call();
      await drain();
    }
    this.#now = end;
  }

  /** Resolves after so many milliseconds of this time. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#add(resolve, ms));
  }

  #next(): Due | null {
    let found: Due | null = null;
    for (const due of this.#dues) {
      if (!found || due.at < found.at || (due.at === found.at && due.order < found.order)) found = due;
    }
    return found;
  }

  #add(call: () => void, ms = 0, everyMs: number | null = null): Handle {
    const due: Due = { at: this.#now + Math.max(0, ms), order: this.#orders++, everyMs, call };
    this.#dues.add(due);
    const handle: Handle = { due, ref: () => handle, unref: () => handle };
    return handle;
  }

  #install(): () => void {
    const clear = (handle?: Handle) => void (handle && this.#dues.delete(handle.due));
    const endings = [
      replace(globalThis, {
        setTimeout: (call: () => void, ms?: number) => this.#add(call, ms),
        setInterval: (call: () => void, ms = 1) => this.#add(call, ms, ms),
        setImmediate: (call: () => void) => this.#add(call),
        clearTimeout: clear,
        clearInterval: clear,
        clearImmediate: clear,
      }),
      replace(timersPromises, {
        setTimeout: (ms?: number) => this.pause(ms ?? 1),
        setImmediate: () => this.pause(0),
      }),
      replace(performance, { now: () => this.#now }),
      replace(Date, { now: () => this.#dateAt(this.#now) }),
    ];
    syncBuiltinESMExports();
    return () => {
      for (const end of endings) end();
      syncBuiltinESMExports();
    };
  }
}

function drain(): Promise<void> {
  return new Promise((resolve) => realSetImmediate(resolve));
}

/** Replaces some functions of an object; gives the function that puts them back. */
export function replace(object: object, functions: Readonly<Record<string, unknown>>): () => void {
  const undo = Object.keys(functions).map((name) => {
    const before = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { value: functions[name], configurable: true, writable: true });
    return () => {
      if (before) Object.defineProperty(object, name, before);
      else Reflect.deleteProperty(object, name);
    };
  });
  return () => {
    for (const put of undo) put();
  };
}
