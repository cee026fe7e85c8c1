import { findLocale, LANGUAGES, LOCALES, type Locale } from "../../tenancy/locale.ts";
import { isPseudo, PSEUDO_LANGUAGES, type PseudoLocale } from "./pseudo-languages.ts";

/** A language that the page has messages in. */
export type PageLocale = Locale | PseudoLocale;

const KEY = "sluice.language";

/** The language chosen here before, else the first of the browser's that the page has, else English. */
export function chosenLocale(): PageLocale {
  const stored = readStored();
  if (stored !== null && isPageLocale(stored)) return stored;
  return findLocale(navigator.languages) ?? "en";
}

/** Stores the choice for the next visit; in a browser without storage it holds for this visit. */
export function storeLocale(locale: PageLocale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // The browser stores nothing.
  }
}

/** The language in which the server writes for this person: that of the page, English for a pseudo-language. */
export function serverLocale(locale: PageLocale): Locale {
  return isPseudo(locale) ? "en" : locale;
}

/** The BCP 47 tag of the language in which dates and numbers are written. */
export function formatTag(locale: PageLocale): string {
  return LANGUAGES[serverLocale(locale)].tag;
}

/** The language in which React Aria's own words, such as those of its search field, are shown. */
export function ariaTag(locale: PageLocale): string {
  return (isPseudo(locale) ? PSEUDO_LANGUAGES[locale] : LANGUAGES[locale]).tag;
}

/** The direction in which a language is written. */
export function directionOf(locale: PageLocale): "ltr" | "rtl" {
  return (isPseudo(locale) ? PSEUDO_LANGUAGES[locale] : LANGUAGES[locale]).direction;
}

function isPageLocale(text: string): text is PageLocale {
  return isPseudo(text) || LOCALES.some((locale) => locale === text);
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
