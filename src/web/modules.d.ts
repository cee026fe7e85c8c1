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

  /** Fetches the messages of a language, compiled. */
  const loaders: Readonly<
    Record<
      import("./language/locale.ts").PageLocale,
      () => Promise<{ default: Record<string, MessageFormatElement[]> }>
    >
  >;
  export default loaders;
}
