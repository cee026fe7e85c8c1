declare module "*.svg?paths" {
  /** The outlines of an icon of 32 by 32. */
  const paths: readonly string[];
  export default paths;
}

declare module "virtual:guide" {
  /** The guide (docs/partner-hub.md) as HTML, and its headings in their order. */
  const guide: {
    readonly html: string;
    readonly headings: readonly {
      readonly text: string;
      readonly anchor: string;
      readonly depth: 2 | 3;
    }[];
  };
  export default guide;
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
