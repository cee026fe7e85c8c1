/** The feeds whose answers repeat the address, so that nothing is left out of the keys of their answers. */
const REPEATING = /^\/feeds\/appinstaller\//;

/**
 * The key of a cache as docs/caching.md has it, of an address from the root of the server on: without the installation that
 * the path names, and without the time that electron-updater adds.
 */
export function cacheKeyOf(address: string): string {
  const [path = "", query = ""] = address.split("?");
  const said = query.split("&").filter((one) => one !== "" && !one.startsWith("noCache="));
  const rest = said.length === 0 ? "" : `?${said.join("&")}`;
  return (REPEATING.test(path) ? path : withoutInstallation(path)) + rest;
}

function withoutInstallation(path: string): string {
  return path
    .replace(/^(\/v1\/updates\/check)\/i\/[^/]+$/, "$1")
    .replace(/^(\/feeds\/.*)\/installation\/[^/]+/i, "$1");
}
