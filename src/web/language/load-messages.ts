import type { MessageFormatElement } from "react-intl";
import type { Locale } from "./locale.ts";

type Messages = Record<string, MessageFormatElement[]>;

const LOADERS: Readonly<Record<Locale, () => Promise<{ default: Messages }>>> = {
  en: () => import("virtual:messages/en"),
  fr: () => import("virtual:messages/fr"),
  nl: () => import("virtual:messages/nl"),
  "en-XA": () => import("virtual:messages/en-XA"),
};

/** The messages of one language; only the one in use is fetched. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  return (await LOADERS[locale]()).default;
}
