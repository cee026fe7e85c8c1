/**
 * English with accents on every letter, which shows the text that is in no message, written from left to right and from
 * right to left. No menu offers them. `tag` is a language of that direction which React Aria has words in.
 */
export const PSEUDO_LANGUAGES = {
  "en-XA": { direction: "ltr", tag: "en-US" },
  "ar-XB": { direction: "rtl", tag: "ar-AE" },
} as const;
export type PseudoLocale = keyof typeof PSEUDO_LANGUAGES;

/** Whether a language is made up. */
export function isPseudo(locale: string): locale is PseudoLocale {
  return Object.hasOwn(PSEUDO_LANGUAGES, locale);
}
