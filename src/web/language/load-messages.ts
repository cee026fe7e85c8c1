import LOADERS from "virtual:messages";
import type { MessageFormatElement } from "react-intl";
import type { PageLocale } from "./locale.ts";

type Messages = Record<string, MessageFormatElement[]>;

/** The messages of one language; the browser fetches no other. */
export async function loadMessages(locale: PageLocale): Promise<Messages> {
  return (await LOADERS[locale]()).default;
}
