import { z } from "zod";
import { RECOVERY_CODES, SECOND_FACTOR_KINDS } from "../tenancy/second-factor.ts";
import { IdField, InstantField, NameField } from "./fields.ts";
import { SessionCreated } from "./session.ts";

/** A code of six digits of an authenticator app, or a recovery code; spaces and dashes do not count. */
const CodeField = z.string().max(40);

/** What shows that the owner of the account asks: the password, or a code of a second factor that is there. */
export const OwnerProof = z
  .strictObject({ currentPassword: z.string().max(1000).optional(), code: CodeField.optional() })
  .refine(
    ({ currentPassword, code }) => (currentPassword === undefined) !== (code === undefined),
    "give either currentPassword or code",
  );

const SecondFactorAnswer = z.object({
  id: IdField,
  kind: z.enum(SECOND_FACTOR_KINDS),
  name: z.string(),
  createdAt: InstantField,
  lastUsedAt: InstantField.nullable(),
});

/** One's own second factors, how many recovery codes are left, and whether the operator requires a second factor. */
export const SecondFactorList = z.object({
  items: z.array(SecondFactorAnswer),
  recoveryCodesLeft: z.number().int(),
  isRequired: z.boolean(),
});

/** The secret of an authenticator app, shown once: as text to type, and as the address that its QR code contains. */
export const TotpBegun = z.object({
  secret: z.string(),
  uri: z.string(),
  /** Until when it can be confirmed with a code. */
  expiresAt: InstantField,
});
export const TotpConfirmation = z.strictObject({ name: NameField, code: CodeField });

const Base64Url = z
  .string()
  .max(8192)
  .regex(/^[\w-]*$/, "use base64url");
const Transports = z.array(z.string().max(40)).max(10).optional();
const Attachment = z.string().max(40).nullish();
/** What a browser tells of extensions, which is not read. */
const Extensions = z.record(z.string().max(100), z.unknown()).optional();

/** The options for `navigator.credentials`, in their JSON form (WebAuthn, level 3). */
export const PasskeyOptions = z.object({
  options: z.record(z.string(), z.unknown()),
  expiresAt: InstantField,
});

/** A new passkey as `PublicKeyCredential.toJSON()` gives it. */
export const PasskeyConfirmation = z.strictObject({
  name: NameField,
  credential: z.object({
    id: Base64Url.max(1400),
    rawId: Base64Url.max(1400),
    type: z.literal("public-key"),
    response: z.object({ clientDataJSON: Base64Url, attestationObject: Base64Url, transports: Transports }),
    authenticatorAttachment: Attachment,
    clientExtensionResults: Extensions,
  }),
});

/** What a passkey signed, as `PublicKeyCredential.toJSON()` gives it. */
const PasskeySignature = z.object({
  id: Base64Url.max(1400),
  rawId: Base64Url.max(1400),
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.max(200).nullish(),
  }),
  authenticatorAttachment: Attachment,
  clientExtensionResults: Extensions,
});
export const PasskeySignInBody = z.strictObject({ credential: PasskeySignature });

/** What shows in a session that its person is there: the password, a code, or what a passkey signed of `POST /v1/sessions/passkey/begin`. */
export const SessionProof = z
  .strictObject({
    currentPassword: z.string().max(1000).optional(),
    code: CodeField.optional(),
    credential: PasskeySignature.optional(),
  })
  .refine(
    (given) => Object.values(given).filter((one) => one !== undefined).length === 1,
    "give one of currentPassword, code and credential",
  );
/** Until when the session may do what asks for a proof. */
export const SessionProved = z.object({ provedUntil: InstantField });

/** New recovery codes of an account, shown in this answer and never again; each stands once in place of a second factor. */
export const RecoveryCodes = z.object({
  /** The id of the account. */
  id: IdField,
  recoveryCodes: z.array(z.string()).meta({ description: `${RECOVERY_CODES} codes` }),
});
/** A new second factor. With the first one of a person come recovery codes; with others null. */
export const SecondFactorAdded = SecondFactorAnswer.extend({
  recoveryCodes: z.array(z.string()).nullable(),
});

/** The part of an invitation link or recovery link behind the `#`. */
const LinkSecret = z.string().max(200);
export const InvitationLook = z.strictObject({ secret: LinkSecret });
/** Whose account an invitation or recovery link opens, for who has the link. */
export const InvitationAnswer = z.object({
  displayName: z.string(),
  email: z.string(),
  endsAt: InstantField.nullable(),
});
export const InvitationAcceptance = z.strictObject({ secret: LinkSecret, password: z.string().max(1000) });
/** The password is set. The session is null if the account has a second factor: then sign in with it. */
export const InvitationAccepted = z.object({ email: z.string(), session: SessionCreated.nullable() });
