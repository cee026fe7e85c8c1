/** The header that names the parameters of a request that were ignored. */
const IGNORED_HEADER = "sluice-ignored";

/** The most parameters that are named, and the most characters of each. */
const MOST_NAMES = 10;
const MOST_CHARACTERS = 40;

/**
 * R27: the header that names those parameters of a query that are not among the `known` ones; no header if there are
 * none. A name is cut, and written so that it is safe in a header.
 */
export function ignoredHeaders(given: readonly string[], known: readonly string[]): Record<string, string> {
  const ignored = given.filter((name) => !known.includes(name));
  if (ignored.length === 0) return {};
  return { [IGNORED_HEADER]: ignored.slice(0, MOST_NAMES).map(toHeaderText).join(", ") };
}

/** Everything but letters, digits and `_.-` is percent-encoded; an empty name is `""`. */
function toHeaderText(name: string): string {
  const text = name
    .slice(0, MOST_CHARACTERS)
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/[^\w.-]/gu, encodeURIComponent);
  return text === "" ? '""' : text;
}
