/** The most characters of an address that a sign-in leads back to. */
const MOST_CHARACTERS = 2_000;

/**
 * Whether a text is an address of this server, from its path on, that a sign-in may lead back to: one slash first, since
 * browsers take two, or a slash and a backslash, for another host, and no characters that they leave out or turn round.
 */
export function isPageAddress(text: unknown): text is string {
  return typeof text === "string" && text.length <= MOST_CHARACTERS && /^\/(?!\/)[^\\\s\p{Cc}]*$/u.test(text);
}
