import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { IntlProvider, type MessageFormatElement } from "react-intl";
import { loadMessages } from "./load-messages.ts";
import { keepLocale, type Locale } from "./locale.ts";

interface Language {
  readonly locale: Locale;
  choose(locale: Locale): Promise<void>;
}

const LanguageContext = createContext<Language | null>(null);

interface Props {
  readonly first: Locale;
  readonly firstMessages: Record<string, MessageFormatElement[]>;
  readonly children: ReactNode;
}

/** Gives the whole page its language; dates and numbers follow it. */
export function LanguageProvider({ first, firstMessages, children }: Props) {
  const [{ locale, messages }, setSpoken] = useState({ locale: first, messages: firstMessages });
  const choose = async (next: Locale) => {
    const loaded = await loadMessages(next);
    keepLocale(next);
    setSpoken({ locale: next, messages: loaded });
  };
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const formats = locale === "en-XA" ? "en" : locale;
  return (
    <LanguageContext value={{ locale, choose }}>
      <IntlProvider locale={formats} messages={messages} onError={failOnMissing}>
        <I18nProvider locale={ARIA_LOCALES[formats]}>{children}</I18nProvider>
      </IntlProvider>
    </LanguageContext>
  );
}

/** React Aria's own words, such as those of its search field, come in these. */
const ARIA_LOCALES = { en: "en-US", fr: "fr-FR", nl: "nl-NL" } as const;

/** A message that is missing is a mistake of ours: it is seen on the console, which tests watch. */
function failOnMissing(error: unknown): void {
  console.error(error);
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (!language) throw new Error("useLanguage outside of LanguageProvider");
  return language;
}
