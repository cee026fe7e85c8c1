import canonicalize from "canonicalize";

/** The id of the one product: what is said of the apps is one record. */
export const PRODUCT_ID = "70726f64-7563-4000-8000-000000000000";

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

/** What can be changed of the product: for each protocol that is named what takes its place, or null to say nothing. */
export type ProductChange = {
  readonly updaters?:
    | { readonly [Key in keyof ProductUpdaters]?: ProductUpdaters[Key] | null | undefined }
    | undefined;
};

/** The product with other things said of it. Gives the same object if nothing differs. */
export function changeProduct(before: Product, { updaters = {} }: ProductChange): Product {
  const all = Object.entries({ ...before.updaters, ...updaters });
  const said = all.filter(([, value]) => value !== null && value !== undefined);
  const after = { updaters: Object.fromEntries(said) as ProductUpdaters };
  return canonicalize(after) === canonicalize(before) ? before : after;
}
