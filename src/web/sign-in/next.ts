/** Reads where to go after the sign-in. Only an address of this server is accepted. */
export function readNext(search: { readonly next?: unknown }): { next?: string } {
  const { next } = search;
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
}
