import { z } from "zod";
import { readControl } from "../catalog/control-paragraph.ts";
import { bytesOf, parseMinisignSignature } from "../catalog/minisign.ts";
import { isUnreadable, MOST_VERSION_CHARACTERS, parseRunningVersion } from "../catalog/running-version.ts";
import { isSemver } from "../catalog/semver-text.ts";
import { readSignedAppcast } from "../catalog/signed-appcast.ts";
import { COMPANION_KINDS, type Updaters } from "../catalog/updaters.ts";
import { FileNameField, Sha256Field } from "./build-file.ts";
import { patchOf } from "./patch.ts";

/** A short text that is repeated in what an updater reads: no line breaks and no control characters. */
const LineField = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "expected one line of text");

const PackageIdField = z
  .string()
  .max(100)
  .regex(/^[\w-]+(?:\.[\w-]+)*$/, "expected letters, digits and . _ - only");

/** Squirrel.Windows takes the version to begin at the first dash in front of a number, and knows no dots before it. */
const SquirrelIdField = z
  .string()
  .max(100)
  .regex(/^[\w-]+$/, "expected letters, digits and _ - only");

/** One to four numbers. */
const NumbersField = z
  .string()
  .max(60)
  .regex(/^\d+(?:\.\d+){0,3}$/, "expected one to four numbers, such as 10.15 or 10.0.19045");

/** WinSparkle reads three numbers of 32 bits. */
const WindowsField = z
  .string()
  .regex(/^\d{1,9}(?:\.\d{1,9}){0,2}$/, "expected major.minor.build of Windows, such as 10.0.19045");

const SemverField = z.string().max(100).refine(isSemver, "expected semver, such as 46.10.1 or 46.10.1-38083");

/** What Sparkle compares: it reads no further than a dash, so that two builds would be the same to it. */
const BundleVersionField = z
  .string()
  .max(100)
  .regex(
    /^\d[\dA-Za-z.]*$/,
    "expected a CFBundleVersion: a number first, then numbers, letters and dots, without a dash",
  );

/** The base64 of an Ed25519 signature: 64 bytes, so 86 characters and two of padding. */
const EdSignatureField = z
  .string()
  .regex(
    /^[A-Za-z0-9+/]{85}[AQgw]==$/,
    "expected the base64 of the 64 bytes of an Ed25519 signature (88 characters)",
  );

const Base64Field = z
  .string()
  .max(4000)
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "expected base64");

/** A DSA signature as OpenSSL writes it: DER, a sequence of two numbers. */
const DsaSignatureField = Base64Field.min(1).refine((text) => {
  const bytes = bytesOf(text);
  return bytes !== null && bytes[0] === 0x30 && bytes[1] === bytes.length - 2;
}, "expected the base64 of a DSA signature as OpenSSL writes it (DER)");

/** The text of a `.sig` file of Tauri. */
const MinisignField = z
  .string()
  .max(4000)
  .refine(
    (text) => parseMinisignSignature(text) !== null,
    "expected the text of the .sig file: base64 of a minisign signature, four lines with a trusted comment",
  );

/** A whole appcast with one item, which is sent as it is. */
const SignedItemField = z
  .string()
  .max(100_000)
  .superRefine((text, context) => {
    const read = readSignedAppcast(text);
    if (typeof read === "string") {
      context.addIssue({ code: "custom", message: `a signed appcast with one item: ${read}` });
    }
  });

/** R22: the control paragraph of a Debian package. */
const ControlField = z
  .string()
  .min(1)
  .max(50_000)
  .superRefine((text, context) => {
    const read = readControl(text);
    if (typeof read === "string") {
      context.addIssue({ code: "custom", message: `a control paragraph of a Debian package ${read}` });
    }
  });

/** The version that an app calls itself: anything that can be read as a version that runs (R27). */
export const AppVersionField = z
  .string()
  .max(MOST_VERSION_CHARACTERS)
  .refine(
    (text) => !isUnreadable(parseRunningVersion(text)),
    "expected a version that an app can call itself: two to four numbers, or semver",
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
  "squirrel-windows": z.strictObject({ packageId: SquirrelIdField.optional() }),
  msix: z.strictObject({
    name: z
      .string()
      .min(3)
      .max(50)
      .regex(/^[-.A-Za-z0-9]+$/, "expected letters, digits, dots and dashes only"),
    publisher: LineField.regex(
      /^[A-Za-z][\w.]* ?=/,
      "expected the subject of the certificate, such as CN=Vendor, C=BE",
    ),
    version: z
      .string()
      .regex(/^(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){3}$/, "expected four numbers, such as 46.10.1.0")
      .refine(
        (text) => text.split(".").every((part) => Number(part) <= 65_535),
        "each of the four numbers is at most 65535",
      ),
    architecture: z.enum(["x64", "arm64", "x86", "neutral"]).optional(),
  }),
  tauri: z.strictObject({ signature: MinisignField, version: SemverField.optional() }),
  velopack: z.strictObject({
    packageId: PackageIdField.optional(),
    version: SemverField.optional(),
    channel: PackageIdField.optional(),
  }),
  sparkle: z.strictObject({
    edSignature: EdSignatureField.optional(),
    bundleVersion: BundleVersionField.optional(),
    shortVersion: LineField.optional(),
    minimumSystemVersion: NumbersField.optional(),
    maximumSystemVersion: NumbersField.optional(),
    hardwareRequirements: LineField.optional(),
    installationType: z.enum(["package", "interactive-package"]).optional(),
    minimumAutoupdateVersion: BundleVersionField.optional(),
    signedItem: SignedItemField.optional(),
  }),
  winsparkle: z.strictObject({
    edSignature: EdSignatureField.optional(),
    dsaSignature: DsaSignatureField.optional(),
    minimumSystemVersion: WindowsField.optional(),
    installerArguments: LineField.optional(),
  }),
  omaha: z.strictObject({ run: LineField.optional(), arguments: LineField.optional() }),
  apt: z.strictObject({ control: ControlField }),
} satisfies { readonly [Key in keyof Updaters]-?: z.ZodType<Updaters[Key]> };

export const UpdatersField = z.strictObject(UPDATER_DETAILS).partial();

/** The same for a change. */
export const UpdatersPatch = patchOf(UPDATER_DETAILS);

/** The same as the text of a JSON object, for the query of an upload, whose body is the file. */
export const UpdatersText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({
        code: "custom",
        message: "expected the JSON of what the build carries for updaters",
      });
      return z.NEVER;
    }
  })
  .pipe(UpdatersField);

/** A file that belongs to a build, described in the query; its bytes are the body. */
export const CompanionQuery = z.strictObject({
  kind: z.enum(COMPANION_KINDS),
  fileName: FileNameField,
  from: LineField.max(100).optional(),
  edSignature: EdSignatureField.optional(),
  sha256: Sha256Field.optional(),
});

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
