/** What a server reacts to. */
const SERVER_SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Signals that came before anything waited for them. */
const kept = new Set<NodeJS.Signals>();

function keep(signal: NodeJS.Signals): void {
  kept.add(signal);
}

/** Keeps the signals of a server from now on, until something waits for them: none ends a process that only begins. */
export function keepSignals(): void {
  for (const signal of SERVER_SIGNALS) process.on(signal, keep);
}

/** The first of these signals to come, or to have come; a second one does what Node does by itself. */
export function firstSignal(signals: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop).off(signal, keep);
    if (signals.some((signal) => kept.delete(signal))) stop();
  });
}

/** Calls `act` for each signal of this name from now on, and once if one has come. */
export function onSignal(signal: NodeJS.Signals, act: () => void): void {
  process.on(signal, act).off(signal, keep);
  if (kept.delete(signal)) act();
}
