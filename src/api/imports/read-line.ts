import type { z } from "zod";
import type { LineShape } from "../../contract/bulk-data.ts";
import { isCallRefusalCode } from "../../refusal-status.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { RawLine } from "./raw-line.ts";

/** Checks a line against its shape. Refuses with the code and the sentence of its first fault. */
export function readLine<Line>(raw: RawLine, shape: LineShape<Line>): Result<Line, Refusal> {
  if ("fault" in raw) return err(raw.fault);
  if (hasBrokenText(raw.values)) return err(NOT_UTF8);
  const read = shape.schema.safeParse(withoutTold(raw.values, shape.toldColumns));
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return err(issue ? toRefusal(issue) : NOT_UTF8);
}

/** What an export told besides was worked out from the rest, so it is not read. */
function withoutTold(values: Readonly<Record<string, unknown>>, told: readonly string[] = []): object {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !told.includes(name)));
}

/** The replacement character, which stands for bytes that are not UTF-8; nobody types it. */
const REPLACED = "\uFFFD";
const NOT_UTF8 = refuse(
  "not_utf8",
  "The line contains characters that are not UTF-8; save the file as UTF-8.",
);

function hasBrokenText(values: Readonly<Record<string, unknown>>): boolean {
  return Object.values(values).some((value) => typeof value === "string" && value.includes(REPLACED));
}

function toRefusal(issue: z.core.$ZodIssue): Refusal {
  if (issue.code === "unrecognized_keys") {
    return refuse("unknown_field", `"${issue.keys[0]}" is not a field of a line; leave it out`);
  }
  const own: unknown = issue.code === "custom" ? issue.params?.code : undefined;
  const path = issue.path.map(String).join(".");
  const where = path === "" ? "" : `${path}: `;
  return refuse(isCallRefusalCode(own) ? own : "invalid_field", where + issue.message);
}
