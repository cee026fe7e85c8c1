import { z } from "zod";
import { isUnreadable, MOST_VERSION_CHARACTERS, parseRunningVersion } from "../catalog/running-version.ts";
import { COMPANION_KINDS, type Updaters } from "../catalog/updaters.ts";

/** A short text that is repeated in what an updater reads: no line breaks and no control characters. */
const LineField = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "one line of text");

const PackageIdField = z
  .string()
  .max(100)
  .regex(/^[\w-]+(?:\.[\w-]+)*$/, "letters, digits and . _ - only");

/** Two to four numbers. */
const NumbersField = z
  .string()
  .max(60)
  .regex(/^\d+(?:\.\d+){0,3}$/, "one to four numbers, such as 10.15 or 10.0.19045");

const SemverField = z
  .string()
  .max(100)
  .regex(
    /^\d+\.\d+\.\d+(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/,
    "semver, such as 46.10.1 or 46.10.1-38083",
  );

/** The base64 of an Ed25519 signature: 64 bytes, so 86 characters and two of padding. */
export const EdSignatureField = z
  .string()
  .regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/, "the base64 of the 64 bytes of an Ed25519 signature (88 characters)");

const Base64Field = z
  .string()
  .max(4000)
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "base64");

/** The version that an app calls itself: anything that can be read as a version that runs (R27). */
export const AppVersionField = z
  .string()
  .max(MOST_VERSION_CHARACTERS)
  .refine(
    (text) => !isUnreadable(parseRunningVersion(text)),
    "a version that an app can call itself: two to four numbers, or semver",
  );

/** What a build carries, by protocol; each key is checked by itself and unknown ones are refused. */
export const UPDATER_DETAILS = {
  electron: z.strictObject({
    blockMapSize: z
      .number()
      .int()
      .min(1)
      .max(2 ** 31)
      .optional(),
    isAdminRightsRequired: z.boolean().optional(),
    minimumSystemVersion: SemverField.optional(),
  }),
  "squirrel-windows": z.strictObject({ packageId: PackageIdField.optional() }),
  msix: z.strictObject({
    name: z
      .string()
      .min(3)
      .max(50)
      .regex(/^[-.A-Za-z0-9]+$/, "letters, digits, dots and dashes only"),
    publisher: LineField,
    version: z
      .string()
      .regex(/^\d{1,5}(?:\.\d{1,5}){3}$/, "four numbers, such as 46.10.1.0")
      .refine(
        (text) => text.split(".").every((part) => Number(part) <= 65_535),
        "each of the four numbers is at most 65535",
      ),
    architecture: z.enum(["x64", "arm64", "x86", "neutral"]).optional(),
  }),
  tauri: z.strictObject({ signature: Base64Field.min(1), version: SemverField.optional() }),
  velopack: z.strictObject({
    packageId: PackageIdField.optional(),
    version: SemverField.optional(),
    channel: PackageIdField.optional(),
  }),
  sparkle: z.strictObject({
    edSignature: EdSignatureField.optional(),
    bundleVersion: LineField.optional(),
    shortVersion: LineField.optional(),
    minimumSystemVersion: NumbersField.optional(),
    maximumSystemVersion: NumbersField.optional(),
    hardwareRequirements: LineField.optional(),
    installationType: z.enum(["package", "interactive-package"]).optional(),
    minimumAutoupdateVersion: LineField.optional(),
    signedItem: z.string().max(100_000).optional(),
  }),
  winsparkle: z.strictObject({
    edSignature: EdSignatureField.optional(),
    dsaSignature: Base64Field.optional(),
    minimumSystemVersion: NumbersField.optional(),
    installerArguments: LineField.optional(),
  }),
  omaha: z.strictObject({ run: LineField.optional(), arguments: LineField.optional() }),
  apt: z.strictObject({ control: z.string().min(1).max(50_000) }),
} satisfies { readonly [Key in keyof Updaters]-?: z.ZodType<Updaters[Key]> };

export const UpdatersField = z.strictObject(UPDATER_DETAILS).partial();

/** The same as the text of a JSON object, for the query of an upload, whose body is the file. */
export const UpdatersText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "the JSON of what the build carries for updaters" });
      return z.NEVER;
    }
  })
  .pipe(UpdatersField);

export const CompanionAnswer = z.object({
  kind: z.enum(COMPANION_KINDS),
  fileName: z.string(),
  size: z.number(),
  sha256: z.string(),
  sha512: z.string(),
  sha1: z.string(),
  from: z.string().nullable(),
  edSignature: z.string().nullable(),
});
