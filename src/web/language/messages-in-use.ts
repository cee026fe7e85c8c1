import LOADERS from "virtual:messages";
import type { MessageFormatElement } from "react-intl";
import type { PageLocale } from "./locale.ts";
import type { MessageId } from "./message-ids.ts";

/** By the id of the message. Those that no part has asked for yet are not among them. */
type Messages = Record<MessageId, MessageFormatElement[]>;

/** The language of the page with the messages of it that are here. */
interface InUse {
  readonly locale: PageLocale;
  readonly messages: Messages;
}

/** The messages of one language; the browser fetches no other, and those of most pages when one is gone to. */
class MessagesInUse {
  private inUse: InUse = { locale: "en", messages: {} as Messages };
  private whole: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();

  readonly now = (): InUse => this.inUse;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Speaks a language from now on: with as much of it as was here of the one before. */
  async speak(locale: PageLocale): Promise<void> {
    const isWhole = this.whole !== null;
    const first = (await LOADERS[locale].first()).default;
    const rest = isWhole ? (await LOADERS[locale].rest()).default : {};
    this.use({ locale, messages: { ...first, ...rest } });
  }

  /** Waits for all messages of the language. Where they cannot be fetched the next call tries again. */
  async complete(): Promise<void> {
    this.whole ??= this.addRest();
    try {
      await this.whole;
    } catch (error) {
      this.whole = null;
      throw error;
    }
  }

  private async addRest(): Promise<void> {
    const { locale } = this.inUse;
    const rest = (await LOADERS[locale].rest()).default;
    // Another language was chosen meanwhile: it came whole.
    if (this.inUse.locale !== locale) return;
    this.use({ locale, messages: { ...this.inUse.messages, ...rest } });
  }

  private use(inUse: InUse): void {
    this.inUse = inUse;
    for (const listener of this.listeners) listener();
  }
}

export const messagesInUse = new MessagesInUse();
