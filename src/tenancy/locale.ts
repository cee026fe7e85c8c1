interface Language {
  /** What the language calls itself. */
  readonly name: string;
  /** Its BCP 47 tag with a region, which libraries with words of their own ask for. */
  readonly tag: string;
}

/** The languages of the web page. Another one is an entry here and a folder of messages in src/web/messages. */
export const LANGUAGES = {
  en: { name: "English", tag: "en-US" },
  fr: { name: "Français", tag: "fr-FR" },
  nl: { name: "Nederlands", tag: "nl-NL" },
} as const satisfies Readonly<Record<string, Language>>;

/** A language of the web page by its ISO 639 code. */
export type Locale = keyof typeof LANGUAGES;

export const LOCALES = Object.keys(LANGUAGES) as readonly Locale[];

/**
 * What spreadsheet programs of people with this language (a BCP 47 tag) expect between the cells of CSV: semicolons where
 * the decimal sign is a comma.
 */
export function listSeparatorOf(tag: string): "comma" | "semicolon" {
  return new Intl.NumberFormat(tag).format(0.5).includes(",") ? "semicolon" : "comma";
}
