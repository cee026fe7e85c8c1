declare module "*.svg?paths" {
  /** The outlines of an icon of 32 by 32. */
  const paths: readonly string[];
  export default paths;
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
