import type { UpdateRequest } from "./http.ts";
import type { UpdatesContext } from "./updates-context.ts";

/**
 * A function that finds the origin for the addresses in an answer. It looks at the headers of a request only if there is no
 * public address, since a runtime reads them when somebody looks; and remembers its last result, because nearly every
 * request names the same host.
 */
export function originFinder({
  originOf,
  publicUrl = null,
}: UpdatesContext): (request: UpdateRequest) => string {
  if (publicUrl !== null) return () => publicUrl;
  let last: { readonly host: string | undefined; readonly origin: string } | null = null;
  return ({ headers: { host } }) => {
    if (last === null || last.host !== host) last = { host, origin: originOf(host) };
    return last.origin;
  };
}
