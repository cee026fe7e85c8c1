import { LANGUAGES, LOCALES, type Locale } from "../../tenancy/locale.ts";

/** English with accents on every letter: shows which text is in no message. No menu offers it. */
const PSEUDO_LOCALE = "en-XA";

/** A language that the page has messages in. */
export type PageLocale = Locale | typeof PSEUDO_LOCALE;

const PAGE_LOCALES: readonly PageLocale[] = [...LOCALES, PSEUDO_LOCALE];

const KEY = "sluice.language";

/** The language chosen here before, else the first of the browser's that the page has, else English. */
export function chosenLocale(): PageLocale {
  const wanted = [readStored(), ...navigator.languages.map((tag) => tag.split("-")[0])];
  const known = wanted.map((tag) => PAGE_LOCALES.find((locale) => locale === tag));
  return known.find((locale) => locale !== undefined) ?? "en";
}

/** Stores the choice for the next visit; in a browser without storage it holds for this visit. */
export function storeLocale(locale: PageLocale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // The browser stores nothing.
  }
}

/** The language in which dates and numbers are written. */
export function formatLocale(locale: PageLocale): Locale {
  return locale === PSEUDO_LOCALE ? "en" : locale;
}

/** The language in which React Aria's own words, such as those of its search field, are shown. */
export function ariaLocale(locale: PageLocale): string {
  return LANGUAGES[formatLocale(locale)].tag;
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
