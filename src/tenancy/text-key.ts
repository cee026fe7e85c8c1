/** What texts share that people take for the same one: lower case, and one form (NFKC) of each character. */
export function textKey(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
