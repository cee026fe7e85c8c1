interface Language {
  /** What the language calls itself. */
  readonly name: string;
  /** Its BCP 47 tag with a region, in which dates and numbers are written, and which libraries with words of their own ask for. */
  readonly tag: string;
  /** The direction in which it is written: from left to right, or from right to left. */
  readonly direction: "ltr" | "rtl";
  /**
   * `author`: the language in which the texts are written. `machine`: a translation that no native reader has checked, which
   * the page says. `person`: a translation that one has.
   */
  readonly translatedBy: "author" | "machine" | "person";
}

/** The languages of the web page. Another one is an entry here and a folder of messages in src/web/messages. */
export const LANGUAGES = {
  en: { name: "English", tag: "en-US", direction: "ltr", translatedBy: "author" },
  fr: { name: "Français", tag: "fr-FR", direction: "ltr", translatedBy: "machine" },
  nl: { name: "Nederlands", tag: "nl-NL", direction: "ltr", translatedBy: "machine" },
  de: { name: "Deutsch", tag: "de-DE", direction: "ltr", translatedBy: "machine" },
  es: { name: "Español", tag: "es-ES", direction: "ltr", translatedBy: "machine" },
  it: { name: "Italiano", tag: "it-IT", direction: "ltr", translatedBy: "machine" },
  pt: { name: "Português (Brasil)", tag: "pt-BR", direction: "ltr", translatedBy: "machine" },
  ja: { name: "日本語", tag: "ja-JP", direction: "ltr", translatedBy: "machine" },
  ar: { name: "العربية", tag: "ar-AE", direction: "rtl", translatedBy: "machine" },
} as const satisfies Readonly<Record<string, Language>>;

/** A language of the web page by its ISO 639 code. */
export type Locale = keyof typeof LANGUAGES;

export const LOCALES = Object.keys(LANGUAGES) as readonly Locale[];

/** Whether the texts of a language are a translation that no native reader has checked. */
export function isMachineTranslated(locale: Locale): boolean {
  const { translatedBy }: Language = LANGUAGES[locale];
  return translatedBy === "machine";
}

/** The first of these BCP 47 tags, the most wanted first, whose language the page has, or null if it has none of them. */
export function findLocale(tags: readonly string[]): Locale | null {
  const wanted = tags.map((tag) => tag.toLowerCase().split("-")[0]);
  const known = wanted.map((code) => LOCALES.find((locale) => locale === code));
  return known.find((locale) => locale !== undefined) ?? null;
}

/**
 * What spreadsheet programs of people with this language (a BCP 47 tag) expect between the cells of CSV: semicolons where
 * the decimal sign is a comma.
 */
export function listSeparatorOf(tag: string): "comma" | "semicolon" {
  return new Intl.NumberFormat(tag).format(0.5).includes(",") ? "semicolon" : "comma";
}
