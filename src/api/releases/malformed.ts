import { z } from "zod";
import { err, type Refusal, refuse } from "../../result.ts";

/** The refusal for a description that does not fit its schema; a code of the schema's own is kept. */
export function malformed(error: z.ZodError): { readonly ok: false; readonly error: Refusal } {
  const [issue] = error.issues;
  const own = issue?.code === "custom" ? issue.params?.code : undefined;
  const code = own ?? (issue?.code === "unrecognized_keys" ? "unknown_field" : "invalid_field");
  return err(refuse(code, z.prettifyError(error).replaceAll("\n", " ")));
}
