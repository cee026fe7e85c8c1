import type { RefusalCode } from "../refusal-code.ts";
import { err, type Refusal, type Result } from "../result.ts";

/** The exit codes of every command. They are part of the product: scripts rely on them. */
export const EXIT = {
  /** Done. */
  ok: 0,
  /** The server refused, or a check found something (a ledger that was tampered with). */
  refused: 1,
  /** The command line, a file or the configuration is wrong; nothing was sent. */
  usage: 2,
  /** The server or the database cannot be reached or opened. */
  unreachable: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command ended without doing its work. The code can be one of a newer server, which this program does not know. */
export interface Failure extends Refusal<string> {
  readonly exit: ExitCode;
}

/** What a command says: text for people, and for `--json` the answer as it came. */
export interface Output {
  /** The text to print, or null if the command has already written its result. */
  readonly text: string | null;
  readonly json: unknown;
  /** Other than 0 where a check found something. */
  readonly exit?: ExitCode;
}

export type Outcome = Result<Output, Failure>;

/** A failure that this program found itself, with a code of its own list. */
export function fail(
  exit: ExitCode,
  { code, message }: Refusal<RefusalCode>,
): { readonly ok: false; error: Failure } {
  return err({ exit, code, message });
}
