declare module "*.svg?paths" {
  /** The outlines of an icon of 32 by 32. */
  const paths: readonly string[];
  export default paths;
}

declare module "virtual:messages" {
  import type { MessageFormatElement } from "react-intl";

  /** Fetches messages of a language, compiled. */
  type Loader = () => Promise<{
    default: Record<import("./language/message-ids.ts").MessageId, MessageFormatElement[]>;
  }>;

  /** For each language: those that are needed first, and all others. */
  const loaders: Readonly<
    Record<import("./language/locale.ts").PageLocale, { readonly first: Loader; readonly rest: Loader }>
  >;
  export default loaders;
}
