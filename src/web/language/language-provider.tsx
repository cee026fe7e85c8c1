import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useSyncExternalStore } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { createIntl, RawIntlProvider } from "react-intl";
import { isolateNames } from "./isolate-names.ts";
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
  const intl = useMemo(() => {
    const plain = createIntl({ locale: formatTag(locale), messages, onError: reportMissing });
    return isolateNames(plain, messages, directionOf(locale));
  }, [locale, messages]);
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = directionOf(locale);
  }, [locale]);
  return (
    <LanguageContext value={{ locale, choose }}>
      <RawIntlProvider value={intl}>
        <I18nProvider locale={ariaTag(locale)}>{children}</I18nProvider>
      </RawIntlProvider>
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
