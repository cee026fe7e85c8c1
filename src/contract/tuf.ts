import { z } from "zod";
import { ActorField, InstantField } from "./fields.ts";

/** A root of TUF, in the words of TUF: https://theupdateframework.github.io/specification/latest/#file-formats-root */
export const TufRootBody = z.strictObject({
  signed: z.record(z.string(), z.unknown()),
  signatures: z.array(z.strictObject({ keyid: z.string().max(64), sig: z.string().max(1024) })).max(64),
});

/** A version of the root that clients are given. */
export const TufRootAnswer = z.object({
  version: z.int(),
  metadata: z.string().meta({ description: "The JSON of the root, as its file is" }),
  addedAt: InstantField,
  addedBy: ActorField,
});
export const TufRootList = z.object({ items: z.array(TufRootAnswer) });
