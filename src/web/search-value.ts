/**
 * Reads a value in an address, as JSON where it is some. A number that would be written otherwise stays a text: 46.10 is a
 * version, not 46.1. Throws on a text, as `JSON.parse` does: the router keeps it as it is then.
 */
export function readSearchValue(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value === "number" && String(value) !== text) throw new SyntaxError(`a text: ${text}`);
  return value;
}
