/** The most characters of an address that a sign-in leads back to, as it is sent: a cookie keeps it meanwhile. */
const MOST_CHARACTERS = 2_000;

/** Paths that are never those of pages: calls and files of the server. */
const OF_THE_SERVER = /^\/(v1|builds|feeds|docs|healthz|readyz|metrics)(\/|$)/;

/** Whether a path is one of the server's calls or files, so that no page is there. */
export function isPathOfServer(path: string): boolean {
  return OF_THE_SERVER.test(path);
}

/**
 * Whether a text is an address of a page, from its path on, that a sign-in may lead back to: one slash first, since
 * browsers take two, or a slash and a backslash, for another host, and no characters that they leave out or turn round;
 * and none of the server's calls, also once its dots and percent signs are read.
 */
export function isPageAddress(text: unknown): text is string {
  if (typeof text !== "string" || !/^\/(?!\/)[^\\\s\p{Cc}]*$/u.test(text)) return false;
  const { pathname, search, hash } = new URL(text, "https://page.invalid");
  if (pathname.startsWith("//") || pathname.length + search.length + hash.length > MOST_CHARACTERS)
    return false;
  const path = decodedPath(pathname);
  return path !== null && !isPathOfServer(path);
}

/** A path as the server reads it, or null if it cannot be read. */
function decodedPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
