import type { Readable, Writable } from "node:stream";
import envPaths from "env-paths";

/** What a command may touch of the process that runs it: the environment, what is typed, and where to write. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The result: standard output. */
  out(text: string): void;
  /** The same, for a result that is streamed. */
  readonly output: Writable;
  /** Refusals and remarks: standard error. */
  err(text: string): void;
  /** Where a progress bar can be drawn, or null if the output is not a terminal. */
  readonly progress: NodeJS.WriteStream | null;
  /** What a person types, or a pipe gives: standard input. */
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where this user's sessions are kept. */
  readonly configDirectory: string;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    env: process.env,
    out: (text) => process.stdout.write(text),
    output: process.stdout,
    err: (text) => process.stderr.write(text),
    progress: process.stderr.isTTY ? process.stderr : null,
    input: process.stdin,
    configDirectory: envPaths("sluice", { suffix: "" }).config,
  };
}
