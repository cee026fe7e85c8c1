import { FormattedMessage } from "react-intl";
import { isMachineTranslated, LOCALES } from "../../tenancy/locale.ts";
import { useLanguage } from "./language-provider.tsx";

/** Says of a translation that no native reader has checked that a machine made it; nothing in other languages. */
export function TranslationNote() {
  const { locale } = useLanguage();
  const known = LOCALES.find((one) => one === locale);
  if (known === undefined || !isMachineTranslated(known)) return null;
  return <FormattedMessage id="frame.machine_translated" />;
}
