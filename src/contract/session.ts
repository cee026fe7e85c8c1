import { z } from "zod";
import { IdField, InstantField, TextField } from "./fields.ts";
import { ScopeFields } from "./scope.ts";

/** The credentials. Any text may be tried, up to a limit: only a right pair opens a session. */
export const SignInBody = z.strictObject({
  email: TextField.max(254),
  password: z.string().max(1000),
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
});

const SessionAnswer = z.object({
  id: IdField,
  /** Whether this call was made with it. */
  current: z.boolean(),
  userAgent: z.string(),
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
});
