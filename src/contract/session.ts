import { z } from "zod";
import { isPageAddress } from "../tenancy/page-address.ts";
import { SECOND_FACTOR_KINDS } from "../tenancy/second-factor.ts";
import { IdField, InstantField, TextField } from "./fields.ts";
import { ScopeFields } from "./scope.ts";

/** The credentials. Any text may be tried, up to a limit: only a right pair opens a session. */
export const SignInBody = z.strictObject({
  email: TextField.max(254),
  password: z.string().max(1000),
  /** A code of an authenticator app or a recovery code, if the account has a second factor. */
  code: z.string().max(40).optional(),
});

/** Where a sign-in with the identity provider leads back to: an address of the page. Anything else counts as not given. */
export const SignInAtProviderQuery = z.object({
  next: z.string().refine(isPageAddress).optional().catch(undefined),
});

export const PasswordBody = z.strictObject({
  currentPassword: z.string().max(1000),
  newPassword: z.string().max(1000),
});

const person = z.object({ id: z.string(), displayName: z.string() });

/** The secret is shown in this answer and never again. */
export const SessionCreated = z.object({
  token: z.string(),
  /** The latest end; it ends earlier after 8 hours without use. */
  expiresAt: InstantField,
  person,
  ...ScopeFields,
  passwordChangeNeeded: z.boolean(),
  /** Whether a second factor must be set up before anything else. */
  secondFactorNeeded: z.boolean(),
});

const SessionAnswer = z.object({
  id: IdField,
  /** Whether this call was made with it. */
  current: z.boolean(),
  userAgent: z.string(),
  /** The browser and the operating system that the user agent names, such as Firefox 140 and Windows; null if unknown. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** The network that it was opened from: /24 of IPv4, /48 of IPv6; null if unknown. */
  network: z.string().nullable(),
  createdAt: InstantField,
  lastUsedAt: InstantField,
  expiresAt: InstantField,
});
export const SessionList = z.object({ items: z.array(SessionAnswer) });

export const MeAnswer = z.object({
  person,
  ...ScopeFields,
  /** Only in a session: every other call is refused until the one-time password is changed. */
  passwordChangeNeeded: z.boolean().optional(),
  /** Only in a session: every call but those that set one up is refused until there is a second factor. */
  secondFactorNeeded: z.boolean().optional(),
  /** Only in a session of a local account: the kinds of second factor that it has. */
  secondFactors: z.array(z.enum(SECOND_FACTOR_KINDS)).optional(),
});
