import { z } from "zod";
import { err, type Refusal, refuse } from "../../result.ts";

/** The most problems that a refusal tells of, and the most characters of it. */
const MOST_ISSUES = 20;
const MOST_CHARACTERS = 2_000;

/** The refusal for a description that does not fit its schema; a code of the schema's own is kept. */
export function malformed(error: z.ZodError): { readonly ok: false; readonly error: Refusal } {
  const [issue] = error.issues;
  const own = issue?.code === "custom" ? issue.params?.code : undefined;
  const code = own ?? (issue?.code === "unrecognized_keys" ? "unknown_field" : "invalid_field");
  const first = new z.ZodError(error.issues.slice(0, MOST_ISSUES));
  return err(refuse(code, z.prettifyError(first).replaceAll("\n", " ").slice(0, MOST_CHARACTERS)));
}
