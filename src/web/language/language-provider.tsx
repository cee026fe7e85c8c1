import { createContext, type ReactNode, use, useLayoutEffect, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { IntlProvider, type MessageFormatElement } from "react-intl";
import { loadMessages } from "./load-messages.ts";
import { ariaTag, directionOf, formatTag, type PageLocale, storeLocale } from "./locale.ts";

interface Language {
  readonly locale: PageLocale;
  choose(locale: PageLocale): Promise<void>;
}

const LanguageContext = createContext<Language | null>(null);

interface Props {
  readonly first: PageLocale;
  readonly firstMessages: Record<string, MessageFormatElement[]>;
  readonly children: ReactNode;
}

/** Sets the language of the whole page, its dates and numbers included. */
export function LanguageProvider({ first, firstMessages, children }: Props) {
  const [{ locale, messages }, setLanguage] = useState({ locale: first, messages: firstMessages });
  const choose = async (next: PageLocale) => {
    const loaded = await loadMessages(next);
    storeLocale(next);
    setLanguage({ locale: next, messages: loaded });
  };
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = directionOf(locale);
  }, [locale]);
  return (
    <LanguageContext value={{ locale, choose }}>
      <IntlProvider locale={formatTag(locale)} messages={messages} onError={reportMissing}>
        <I18nProvider locale={ariaTag(locale)}>{children}</I18nProvider>
      </IntlProvider>
    </LanguageContext>
  );
}

/** Reports a missing message on the console, which the tests of the page watch. */
function reportMissing(error: unknown): void {
  console.error(error);
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (!language) throw new Error("useLanguage outside of LanguageProvider");
  return language;
}
