/** What a command may touch of the process that runs it: the environment, and where to write. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The result: standard output. */
  out(text: string): void;
  /** Refusals and remarks: standard error. */
  err(text: string): void;
  /** Where a progress bar can be drawn; null: nobody is looking. */
  readonly progress: NodeJS.WriteStream | null;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    progress: process.stderr.isTTY ? process.stderr : null,
  };
}
