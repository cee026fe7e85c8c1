import { createContext, type ReactNode, use, useLayoutEffect, useSyncExternalStore } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { IntlProvider } from "react-intl";
import { ariaTag, directionOf, formatTag, type PageLocale, storeLocale } from "./locale.ts";
import { messagesInUse } from "./messages-in-use.ts";

interface Language {
  readonly locale: PageLocale;
  choose(locale: PageLocale): Promise<void>;
}

const LanguageContext = createContext<Language | null>(null);

/** Sets the language of the whole page, its dates and numbers included. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const { locale, messages } = useSyncExternalStore(messagesInUse.subscribe, messagesInUse.now);
  const choose = async (next: PageLocale) => {
    await messagesInUse.speak(next);
    storeLocale(next);
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
