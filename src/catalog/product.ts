/**
 * What the vendor says once of its apps, for all builds: the public keys that they verify updates with, so that a wrong
 * signature is refused when it is given, and what a protocol needs beside a build.
 */
export interface Product {
  readonly updaters: ProductUpdaters;
}

/** What is said of the apps, by protocol. */
export interface ProductUpdaters {
  readonly tauri?:
    | {
        /** Public keys of minisign: the second line of its file, or Tauri's base64 of the whole file. */
        readonly publicKeys: readonly string[];
      }
    | undefined;
  readonly sparkle?:
    | {
        /** SUPublicEDKey of the apps: base64 of 32 bytes. */
        readonly publicKeys: readonly string[];
        /** A whole appcast without items, signed by the developer, which apps that require signed feeds get for "stay". */
        readonly emptyAppcast?: string | undefined;
      }
    | undefined;
  readonly winsparkle?:
    | {
        /** Base64 of 32 bytes. */
        readonly publicKeys: readonly string[];
      }
    | undefined;
  readonly omaha?:
    | {
        /** The id of the app in its updater, with braces if the updater has them. */
        readonly appId: string;
      }
    | undefined;
}

/** What is known of the apps where nothing was said. */
export const NOTHING_SAID: Product = { updaters: {} };
