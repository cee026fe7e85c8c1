/** The languages of the page; the last shows what was never put into messages, and is in no menu. */
export const LOCALES = ["en", "fr", "nl", "en-XA"] as const;
export type Locale = (typeof LOCALES)[number];

/** What a person can choose, each in its own words. */
export const LANGUAGE_NAMES = { en: "English", fr: "Français", nl: "Nederlands" } as const;
type LanguageCode = keyof typeof LANGUAGE_NAMES;
export const OFFERED_LOCALES = Object.keys(LANGUAGE_NAMES) as readonly LanguageCode[];

const KEY = "sluice.language";

/** The language chosen here before, else the first of the browser's that the page speaks, else English. */
export function chosenLocale(): Locale {
  const kept = readKept();
  const wanted = [kept, ...navigator.languages.map((tag) => tag.split("-")[0])];
  const known = wanted.map((tag) => LOCALES.find((locale) => locale === tag));
  return known.find((locale) => locale !== undefined) ?? "en";
}

/** Keeps the choice for the next visit; where the browser keeps nothing, it holds for this one. */
export function keepLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // A browser that keeps nothing for us.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
