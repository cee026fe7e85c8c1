import { z } from "zod";
import { KEY_PURPOSES } from "../catalog/updater-key.ts";
import { InstantField } from "./fields.ts";

/** A key with which this installation signs for updaters. */
const UpdaterKey = z.object({
  purpose: z.enum(KEY_PURPOSES),
  id: z
    .string()
    .meta({ description: "The fingerprint of an OpenPGP key, or the SHA-256 of the public key (DER)" }),
  publicKey: z.string().meta({ description: "Armored OpenPGP for apt, otherwise PEM (SPKI)" }),
  number: z
    .int()
    .meta({ description: "From 1 on in the order of creation: the key's number in cup2key of Omaha" }),
  createdAt: InstantField,
  signs: z.boolean().meta({ description: "Whether this installation signs with it now" }),
});
export const UpdaterKeyList = z.object({ items: z.array(UpdaterKey) });
