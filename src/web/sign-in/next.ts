/** Where somebody goes after signing in, as the address says it. Only an address of our own is gone to. */
export function readNext(search: { readonly next?: unknown }): { next?: string } {
  const { next } = search;
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
}
