import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { read } from "read";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

/** Asks one thing after another. */
export interface Questions {
  /** Whether a person answers; otherwise each answer is the next line of standard input. */
  readonly isPerson: boolean;
  /** Refuses `answer_missing` where the input ends, `canceled` where the person stops. */
  ask(question: string): Promise<Result<string, Failure>>;
  /** The same, without showing what is typed. */
  askSecret(question: string): Promise<Result<string, Failure>>;
}

/** A person is asked on the terminal; without one nothing is printed. */
export function openQuestions(terminal: Terminal): Questions {
  if (!terminal.input.isTTY) return pipedAnswers(terminal);
  return {
    isPerson: true,
    ask: (question) => askPerson(terminal, question, false),
    askSecret: (question) => askPerson(terminal, question, true),
  };
}

function pipedAnswers({ input }: Terminal): Questions {
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<Result<string, Failure>> => {
    const line = await lines.next();
    if (!line.done) return ok(line.value);
    const message = `${question} is missing: standard input has ended; give one line for each answer`;
    return fail(EXIT.usage, { code: "answer_missing", message });
  };
  return { isPerson: false, ask, askSecret: ask };
}

async function askPerson(
  terminal: Terminal,
  question: string,
  isSecret: boolean,
): Promise<Result<string, Failure>> {
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      terminal.err(String(chunk));
      done();
    },
  });
  try {
    const { input } = terminal;
    const answer = await read({ prompt: `${question}:`, silent: isSecret, input, output, terminal: true });
    if (isSecret) terminal.err("\n");
    return ok(answer);
  } catch {
    terminal.err("\n");
    return fail(EXIT.usage, {
      code: "canceled",
      message: "Cancelled before all questions were answered; run the command again.",
    });
  }
}
