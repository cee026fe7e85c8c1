/** A function that remembers its last result: nearly every request names the same host. */
export function rememberingLast(
  find: (host: string | undefined) => string,
): (host: string | undefined) => string {
  let last: { readonly host: string | undefined; readonly origin: string } | null = null;
  return (host) => {
    if (last === null || last.host !== host) last = { host, origin: find(host) };
    return last.origin;
  };
}
