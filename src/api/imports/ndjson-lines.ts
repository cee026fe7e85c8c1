import type { Readable } from "node:stream";
import { decodeParts } from "../../contract/text-encoding.ts";
import { refuse } from "../../result.ts";
import { LINE_TOO_LONG, MAX_LINE_BYTES, type RawLine } from "./raw-line.ts";

/** The lines of NDJSON, one object each, with their numbers; empty lines are skipped. */
export async function* readNdjson(input: Readable): AsyncGenerator<RawLine> {
  let line = 0;
  for await (const text of eachLine(input)) {
    line++;
    if (text === null) yield { line, fault: LINE_TOO_LONG };
    else if (text.trim() !== "") yield readLine(line, text);
  }
}

const NO_OBJECT = refuse("json_malformed", "The line is not a JSON object; write one object on each line.");

function readLine(line: number, text: string): RawLine {
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values === "object" && values !== null && !Array.isArray(values)) {
      return { line, values: values as Record<string, unknown> };
    }
  } catch {
    // Malformed JSON is refused like JSON that is not an object.
  }
  return { line, fault: NO_OBJECT };
}

/** The text of each line, or null if it is longer than the limit. Never holds more than one line and one chunk. */
async function* eachLine(input: Readable): AsyncGenerator<string | null> {
  let rest = "";
  let isTooLong = false;
  for await (const chunk of decodeParts(input)) {
    const [first = "", ...others] = chunk.split("\n");
    rest += first;
    for (const next of others) {
      yield isTooLong || rest.length > MAX_LINE_BYTES ? null : rest;
      rest = next;
      isTooLong = false;
    }
    if (rest.length > MAX_LINE_BYTES) {
      isTooLong = true;
      rest = "";
    }
  }
  if (isTooLong) yield null;
  else if (rest !== "") yield rest;
}
