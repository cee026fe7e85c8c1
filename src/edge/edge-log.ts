import { LOG_LEVEL_NUMBERS as LEVELS, type LogLevel } from "../serving/serving-config.ts";

/** The log of an edge. What is logged holds no secret: neither keys nor anything that an installation sent. */
export interface EdgeLog {
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

/** A log of one JSON object a line, in the form of a server's log. */
export function makeEdgeLog(
  least: LogLevel,
  write: (line: string) => void = (line) => void process.stderr.write(line),
): EdgeLog {
  const log =
    (level: LogLevel) =>
    (message: string, fields: object = {}) => {
      if (LEVELS[level] < LEVELS[least]) return;
      const line = { level: LEVELS[level], time: Date.now(), pid: process.pid };
      write(`${JSON.stringify(Object.assign(line, fields, { msg: message }))}\n`);
    };
  return { info: log("info"), warn: log("warn"), error: log("error") };
}

/** What a thrown value says, for the log. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What `fetch` throws says only that it failed; the reason is its cause.
  return error.cause instanceof Error ? `${error.message}: ${reasonOf(error.cause)}` : error.message;
}
