import { z } from "zod";

/** The file name of a build. The manifest next to a file has its own ending, which is refused. */
export const FileNameField = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 ._()+-]*$/,
    "use letters, digits, spaces and . _ ( ) + - only, and begin with a letter or digit",
  )
  .regex(/^(?!.*[.]manifest[.]json$)/i, "names that end in .manifest.json are those of manifests");

/** Hex, in either case. */
export const Sha256Field = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, "64 hex digits");

export const Sha512Field = z.string().regex(/^[A-Za-z0-9+/]{86}==$/, "the base64 of a SHA-512");
