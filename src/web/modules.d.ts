declare module "*.svg?paths" {
  /** The outlines of an icon of 32 by 32. */
  const paths: readonly string[];
  export default paths;
}

declare module "virtual:messages/*" {
  import type { MessageFormatElement } from "react-intl";

  /** Every message of one language, compiled. */
  const messages: Readonly<Record<string, MessageFormatElement[]>>;
  export default messages;
}
