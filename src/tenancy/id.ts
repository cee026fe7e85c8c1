const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LONG_FORM = /^ciscospark:\/\/[a-z0-9-]+\/[A-Z_]+\/(.+)$/;

/**
 * Reads an id: a UUID, or the base64 of `ciscospark://us/ORGANIZATION/<uuid>` as the Webex admin APIs write it.
 * Gives the UUID in lower case; null where the text is neither.
 */
export function parseId(text: string): string | null {
  if (UUID.test(text)) return text.toLowerCase();
  const inner = LONG_FORM.exec(decodeBase64(text))?.[1] ?? "";
  return UUID.test(inner) ? inner.toLowerCase() : null;
}

function decodeBase64(text: string): string {
  if (text.length < 40 || text.length > 400 || !/^[A-Za-z0-9+/_-]+=*$/.test(text)) return "";
  try {
    return atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return "";
  }
}
