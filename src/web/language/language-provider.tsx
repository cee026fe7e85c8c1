import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { createIntl, type MessageFormatElement, RawIntlProvider } from "react-intl";
import { isolateNames } from "./isolate-names.ts";
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
