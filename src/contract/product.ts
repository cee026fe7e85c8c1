import { z } from "zod";
import { parseMinisignKey } from "../catalog/minisign.ts";
import type { ProductUpdaters } from "../catalog/product.ts";
import { readSignedAppcast } from "../catalog/signed-appcast.ts";
import { patchOf } from "./patch.ts";

/** The most keys of one protocol: that of now, and those of the apps that are still about. */
const MOST_KEYS = 10;

const MinisignKeyField = z
  .string()
  .max(1000)
  .refine(
    (text) => parseMinisignKey(text) !== null,
    "expected a public key of minisign: the second line of its file, or the pubkey of tauri.conf.json",
  );

const Ed25519KeyField = z
  .string()
  .regex(
    /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/,
    "expected the base64 of the 32 bytes of an Ed25519 key (44 characters)",
  );

/** R5: what an app that takes only signed feeds is answered when it stays. */
const EmptyAppcastField = z
  .string()
  .max(100_000)
  .superRefine((text, context) => {
    const read = readSignedAppcast(text);
    const wrong = typeof read === "string" ? read : read.items.length > 0 ? "it has no item" : null;
    if (wrong !== null)
      context.addIssue({ code: "custom", message: `a signed appcast without items: ${wrong}` });
  });

/** What is said of the apps, by protocol. */
const PRODUCT_UPDATERS = {
  tauri: z.strictObject({ publicKeys: z.array(MinisignKeyField).max(MOST_KEYS).readonly() }),
  sparkle: z.strictObject({
    publicKeys: z.array(Ed25519KeyField).max(MOST_KEYS).readonly(),
    emptyAppcast: EmptyAppcastField.optional(),
  }),
  winsparkle: z.strictObject({ publicKeys: z.array(Ed25519KeyField).max(MOST_KEYS).readonly() }),
  omaha: z.strictObject({
    appId: z
      .string()
      .max(100)
      .regex(
        /^(?:\{[\w.-]+\}|[\w.-]+)$/,
        "expected the id of the app in its updater, with braces if it has them",
      ),
  }),
} satisfies { readonly [Key in keyof ProductUpdaters]-?: z.ZodType<ProductUpdaters[Key]> };

export const ProductAnswer = z.object({ updaters: z.strictObject(PRODUCT_UPDATERS).partial() });

/** What is left out stays; null says nothing any more. */
export const ProductPatch = z.strictObject({
  updaters: patchOf(PRODUCT_UPDATERS).optional(),
});
