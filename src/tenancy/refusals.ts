import { err, type Refusal, refuse } from "../result.ts";

/** Refuses `not_found`: what does not exist and what the actor may not see look the same. */
export function notFound(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_found", `There is no such ${what}, or you may not see it.`));
}

/** Refuses `not_allowed`: the actor sees it, and the role does not do this. */
export function notAllowed(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_allowed", `Your role does not allow you to ${what}; ask somebody whose role does.`));
}
